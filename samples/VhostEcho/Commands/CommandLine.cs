using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using RingCore.VhostUser;
using VhostEcho.Packets;

namespace VhostEcho.Commands;

/// <summary>The program's command line.</summary>
internal static class CommandLine
{
    private const int Refused = 2;

    private static readonly Option<string> s_socket = new("--socket") { Description = "The Unix socket to listen at.", Required = true };
    private static readonly Option<int> s_sessions = Option("--sessions", "End after so many front ends.", 1);
    private static readonly Option<int> s_seconds = Option("--seconds", "Or after so many seconds, 1 to 86400.", 60);
    private static readonly Option<int> s_spins = Option("--spins", "Looks at an empty queue before sleeping until the driver's notification, 0 to 1000000.", 2000);
    private static readonly Option<bool> s_indirect = Option("--indirect", "Whether tables of descriptors are offered.", true);
    private static readonly Option<bool> s_inOrder = Option("--in-order", "Whether use in order is offered.", true);
    private static readonly Option<bool> s_mergeable = Option("--mergeable", "Whether packets over several receive buffers are offered.", true);

    /// <summary>Parses and runs.</summary>
    /// <returns>0: every packet came back as it was given; 1: something failed; 2: the command line was refused.</returns>
    internal static int Run(string[] arguments)
    {
        Between(s_sessions, 1, 1000);
        Between(s_seconds, 1, 86_400);
        Between(s_spins, 0, 1_000_000);
        RootCommand root = new(
            "A network device in this process, over vhost-user and packed virtqueues: takes what a driver such as DPDK's virtio_user sends, checks it, stamps it " +
            "and gives it back. What comes again must be, bit for bit, what was given.")
        {
            s_socket, s_sessions, s_seconds, s_spins, s_indirect, s_inOrder, s_mergeable,
        };
        root.SetAction(result => EchoCommand.Run(new EchoArguments(
            result.GetRequiredValue(s_socket), result.GetValue(s_sessions), TimeSpan.FromSeconds(result.GetValue(s_seconds)), Features(result), result.GetValue(s_spins))));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction)
            return parsed.Invoke();
        foreach (ParseError error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists what is allowed.");
        return Refused;
    }

    private static VirtioFeatures Features(ParseResult result) => VirtioFeatures.EventIndex
        | (result.GetValue(s_indirect) ? VirtioFeatures.IndirectDescriptors : 0)
        | (result.GetValue(s_inOrder) ? VirtioFeatures.InOrder : 0)
        | (result.GetValue(s_mergeable) ? NetHeader.MergeableBuffers : 0);

    private static Option<T> Option<T>(string name, string description, T byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };

    private static void Between(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int value && (value < least || value > most))
            result.AddError($"{option.Name} is {least} to {most}, not {value}.");
    });
}
