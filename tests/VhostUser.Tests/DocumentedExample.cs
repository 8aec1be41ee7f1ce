using System;
using RingCore.VhostUser;

namespace RingCore.Tests;

/// <summary>The example of docs/vhost-user.md.</summary>
internal static unsafe class DocumentedExample
{
    public delegate void Use(ReadOnlySpan<byte> bytes);

    public static void Run(string path, Use use)
    {
        // example
        using VhostUserListener listener = new(path, new VhostUserOptions { Queues = 2, MaxQueueSize = 1024 });
        using VhostUserSession session = listener.Accept(TimeSpan.FromMinutes(1)) ?? throw new TimeoutException("No front end came.");
        VhostUserQueue queue = session.Queues[1];
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[1024]; // holds every chain: as long as the queue, and as a table may be
        TimeSpan wait = TimeSpan.Zero;
        while (session.Serve(wait) == ServeStatus.Serving) // answers messages; sleeps until a message or a kick
        {
            wait = TimeSpan.FromSeconds(1);
            if (!queue.IsRunning)
                continue;
            PackedDevice device = queue.Device!;
            device.DisableKicks();
            while (device.TryTake(new GuestAddresses(session.Memory!), buffers, out VirtqueueChain chain) == VirtqueueTakeStatus.Taken)
            {
                foreach (VirtqueueBuffer buffer in buffers.AsSpan(0, chain.Readable))
                {
                    // A buffer may be longer than a span can be.
                    if (buffer.Length <= int.MaxValue && session.Memory!.TryTranslate(buffer.Address, buffer.Length, out byte* start))
                        use(new ReadOnlySpan<byte>(start, (int)buffer.Length)); // the driver may still write it: copy, then judge
                }

                device.Complete(chain, written: 0);
            }

            queue.CallIfNeeded();
            if (!device.EnableKicks())
                wait = TimeSpan.Zero; // something came meanwhile, of which no kick may tell
        }
        // end
    }
}
