using KvmMigrate.Commands;

return CommandLine.Run(args);
