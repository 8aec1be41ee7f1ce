using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using RingCore.VhostUser;
using VhostEcho.Echo;

namespace VhostEcho.Commands;

/// <summary>Serves one front end after the other.</summary>
internal static class EchoCommand
{
    private const int Good = 0;
    private const int Failed = 1;

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(EchoArguments arguments)
    {
        try
        {
            return Serve(arguments);
        }
        catch (Exception refusal) when (refusal is IOException or SocketException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine(refusal.Message);
            return Failed;
        }
    }

    private static int Serve(EchoArguments arguments)
    {
        long started = Stopwatch.GetTimestamp();
        EchoCounts sum = default;
        bool isGood = true;
        using VhostUserListener listener = new(arguments.Socket, new VhostUserOptions { Features = arguments.Features });
        Console.WriteLine($"listening at {listener.Path}");
        for (int i = 1; i <= arguments.Sessions; i++)
        {
            using VhostUserSession? session = listener.Accept(Left());
            if (session is null)
                return Late($"{i - 1} of {arguments.Sessions} front ends came");
            EchoDevice device = new(session, arguments.Spins);
            while (device.Step() == ServeStatus.Serving)
            {
                if (Left() == TimeSpan.Zero)
                    return Late($"front end {i} goes on");
            }

            device.Drain();
            sum = sum.Plus(device.Counts);
            isGood &= device.Problem is null;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"session {i}: {device.Describe()}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"packets taken {sum.Taken}, echoed {sum.Echoed}, corrupt {sum.Corrupt}"));
        return isGood && sum.Corrupt == 0 && sum.Taken > 0 ? Good : Failed;

        TimeSpan Left()
        {
            TimeSpan left = arguments.Longest - Stopwatch.GetElapsedTime(started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        int Late(string what)
        {
            Console.Error.WriteLine($"{arguments.Longest.TotalSeconds} s are over: {what}.");
            return Failed;
        }
    }
}
