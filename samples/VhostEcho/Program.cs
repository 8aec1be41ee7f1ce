using VhostEcho.Commands;

return CommandLine.Run(args);
