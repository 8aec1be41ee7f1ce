using LiveCheckpoint.Commands;

return CommandLine.Run(args);
