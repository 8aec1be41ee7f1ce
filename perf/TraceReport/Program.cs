using RingCore.TraceReport.Commands;

return ReportCommand.Create().Parse(args).Invoke();
