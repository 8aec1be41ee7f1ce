using RingCore.Hostile.Commands;
using RingCore.Hostile.Crash;
using RingCore.Hostile.Live;

return args switch
{
    [HostileRole.Word, .. string[] rest] => HostileRole.Run(rest),
    [NurseryRole.Word, .. string[] rest] => NurseryRole.Run(rest),
    _ => CommandLine.Run(args),
};
