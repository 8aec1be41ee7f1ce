using RingCore.Hostile.Commands;
using RingCore.Hostile.Live;

return args switch
{
    [HostileRole.Word, .. string[] rest] => HostileRole.Run(rest),
    _ => CommandLine.Run(args),
};
