using RingCore.Litmus;

return LitmusCommand.Create().Parse(args).Invoke();
