using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>Messages and descriptors between peers, and what a hostile one sends.</summary>
[SupportedOSPlatform("linux")]
public sealed class PeerSocketTests : IDisposable
{
    private static readonly TimeSpan s_now = TimeSpan.Zero;

    private readonly PeerSocket _here;
    private readonly PeerSocket _there;

    public PeerSocketTests() => (_here, _there) = PeerSocket.CreatePair();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void A_number_that_is_no_socket_s_is_refused_and_what_has_it_stays_open()
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.OfAnswered);
        region.IsInheritable = true;
        Refuse((int)region.Descriptor.DangerousGetHandle());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(region.IsInheritable);
        Assert.Equal(region.Bytes, RandomAccess.GetLength(region.Descriptor));

        // Not inlined: nothing here keeps what it has made.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Refuse(int descriptor) => Assert.Throws<IOException>(() => PeerSocket.Inherited(descriptor));
    }

    [Fact]
    public void Messages_arrive_whole_and_in_order()
    {
        for (int i = 1; i <= PeerSocket.MaxMessageBytes; i *= 4)
            Assert.Equal(PeerStatus.Done, _here.Send(Enumerable.Repeat((byte)i, i).ToArray(), [], s_now));
        byte[] buffer = new byte[PeerSocket.MaxMessageBytes];
        for (int i = 1; i <= PeerSocket.MaxMessageBytes; i *= 4)
        {
            Assert.Equal(PeerStatus.Done, _there.Receive(buffer, out int bytes, out SafeFileHandle[] files, s_now));
            Assert.Equal(i, bytes);
            Assert.Empty(files);
            Assert.False(buffer.AsSpan(0, bytes).ContainsAnyExcept((byte)i));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(PeerSocket.MaxDescriptors)]
    public void Open_files_arrive_as_descriptors_of_the_receiver_s_own_that_no_child_inherits(int count)
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.OfAnswered);
        Assert.Equal(PeerStatus.Done, _here.Send([9], Enumerable.Repeat(region.Descriptor, count).ToArray(), s_now));
        Assert.Equal(PeerStatus.Done, _there.Receive(new byte[1], out _, out SafeFileHandle[] files, s_now));
        Assert.Equal(count, files.Length);
        Assert.All(files, file =>
        {
            Assert.Equal(SharedOpenStatus.Opened, SharedRegion.Open(file, RegionSeals.OfAnswered, 1, RegionAccess.ReadWrite, out SharedRegion? same));
            Assert.False(same!.IsInheritable);
            same.Dispose();
        });
    }

    [Fact]
    public void Nothing_arrives_and_the_wait_ends()
    {
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(PeerStatus.TimedOut, _here.Receive(new byte[1], out _, out _, TimeSpan.FromMilliseconds(20)));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(15), Peers.Limit);
    }

    [Fact]
    public void A_message_ends_a_wait()
    {
        Thread sender = new(() =>
        {
            Thread.Sleep(10);
            _ = _there.Send([5], [], s_now);
        });
        sender.Start();
        byte[] buffer = new byte[1];
        Assert.Equal(PeerStatus.Done, _here.Receive(buffer, out _, out _, Peers.Limit));
        Assert.Equal(5, buffer[0]);
        sender.Join();
    }

    [Fact]
    public void A_peer_that_receives_nothing_does_not_hold_up_the_sender()
    {
        byte[] message = new byte[PeerSocket.MaxMessageBytes];
        PeerStatus status = PeerStatus.Done;
        for (int i = 0; i < 10_000 && status == PeerStatus.Done; i++)
            status = _here.Send(message, [], TimeSpan.FromMilliseconds(10));
        Assert.Equal(PeerStatus.TimedOut, status);
    }

    [Fact]
    public void A_closed_peer_is_gone_at_once_after_what_it_had_sent()
    {
        Assert.False(_here.IsPeerGone);
        Assert.Equal(PeerStatus.Done, _there.Send([1], [], s_now));
        _there.Dispose();
        Assert.True(_here.IsPeerGone);
        Assert.Equal(PeerStatus.Done, _here.Receive(new byte[1], out _, out _, Peers.Limit));
        Assert.Equal(PeerStatus.PeerGone, _here.Receive(new byte[1], out _, out _, Peers.Limit));
        Assert.Equal(PeerStatus.PeerGone, _here.Send([1], [], Peers.Limit));
        _here.Dispose();
        Assert.Equal(PeerStatus.PeerGone, _here.Send([1], [], Peers.Limit));
        Assert.Equal(PeerStatus.PeerGone, _here.Receive(new byte[1], out _, out _, Peers.Limit));
    }

    [Fact]
    public void A_message_that_is_too_long_is_dropped_whole_with_its_descriptors()
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.None);
        Assert.Equal(PeerStatus.Done, _here.Send(new byte[100], [region.Descriptor], s_now));
        Assert.Equal(PeerStatus.Done, _here.Send([7], [], s_now));
        byte[] buffer = new byte[10];
        Assert.Equal(PeerStatus.TooLong, _there.Receive(buffer, out int bytes, out SafeFileHandle[] files, s_now));
        Assert.Empty(files);
        Assert.Equal(0, bytes);
        Assert.Equal(1, Descriptors(FileOf(region)));
        Assert.Equal(PeerStatus.Done, _there.Receive(buffer, out bytes, out _, s_now));
        Assert.Equal((1, 7), (bytes, buffer[0]));
    }

    [Fact]
    public void A_flood_of_descriptors_is_dropped_whole()
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.None);
        HostCalls.SendDescriptors(_here.Descriptor, Enumerable.Repeat(region.Descriptor, 100).ToArray());
        Assert.Equal(PeerStatus.TooManyDescriptors, _there.Receive(new byte[1], out _, out SafeFileHandle[] files, s_now));
        Assert.Empty(files);
        Assert.Equal(1, Descriptors(FileOf(region)));
    }

    [Fact]
    public void What_is_no_message_is_refused_at_the_sender()
    {
        Assert.Throws<ArgumentException>(() => _here.Send([], [], s_now));
        Assert.Throws<ArgumentException>(() => _here.Send(new byte[PeerSocket.MaxMessageBytes + 1], [], s_now));
        Assert.Throws<ArgumentException>(() => _here.Send([1], new SafeFileHandle[PeerSocket.MaxDescriptors + 1], s_now));
        Assert.Throws<ArgumentException>(() => _here.Receive([], out _, out _, s_now));
        using SafeFileHandle closed = new();
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _here.Send([1], [closed], s_now));
        Assert.Equal(PeerStatus.TimedOut, _there.Receive(new byte[1], out _, out _, s_now));
    }

    [Fact]
    public void Something_else_than_a_ring_is_no_ring()
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.None);
        AssertNoRing([1], []);
        AssertNoRing(new byte[24], [region.Descriptor, region.Descriptor]);
        AssertNoRing(new byte[25], []);
        Assert.Equal(1, Descriptors(FileOf(region)));
        using SharedIndexedRing ring = new(new RingGeometry(128));
        (string told, string answered) = (FileOf(ring.Told), FileOf(ring.Answered));
        Assert.Equal(PeerStatus.Done, ring.HandOver(_there, s_now));
        byte[] message = new byte[100];
        Assert.Equal(PeerStatus.Done, _here.Receive(message, out int bytes, out SafeFileHandle[] files, s_now));
        AssertNoRing(message.AsSpan(0, bytes), [files[0]]);
        AssertNoRing(message.AsSpan(0, bytes), [files[0], files[1], files[1]]);
        message[8] ^= 1; // another number than the header's
        AssertNoRing(message.AsSpan(0, bytes), files, SharedOpenStatus.Stale);
        AssertNoRing(message.AsSpan(0, bytes), [files[1], files[0]], SharedOpenStatus.NotSealed);
        message[8] ^= 1;
        Assert.Equal(PeerStatus.Done, _there.Send(message.AsSpan(0, bytes), files, s_now));
        Assert.Equal(SharedOpenStatus.Opened, SharedCollector.Receive(_here, s_now, out SharedCollector? collector));
        collector!.Dispose();
        ring.Dispose();
        Assert.All(files, static file => file.Dispose());
        Assert.Equal((0, 0), (Descriptors(told), Descriptors(answered)));
        Assert.Equal(SharedOpenStatus.TimedOut, SharedCollector.Receive(_here, s_now, out _));
        _there.Dispose();
        Assert.Equal(SharedOpenStatus.PeerGone, SharedCollector.Receive(_here, s_now, out _));
    }

    [Fact]
    public void A_listener_is_for_its_owner_alone_and_cleans_up()
    {
        using SocketPath path = new();
        using (PeerListener listener = new(path.Name))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path.Folder));
            Assert.Equal(PeerStatus.TimedOut, listener.Accept(TimeSpan.FromMilliseconds(5), out PeerSocket? none));
            Assert.Null(none);
            Assert.Equal(PeerStatus.Done, PeerSocket.Connect(path.Name, Peers.Limit, out PeerSocket? client));
            Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? server));
            using (client)
            using (server)
            {
                Assert.Equal((Environment.ProcessId, Environment.ProcessId), (client!.Peer.Process, server!.Peer.Process));
                Assert.Equal(PeerStatus.Done, client.Send([3], [], s_now));
                Assert.Equal(PeerStatus.Done, server.Receive(new byte[1], out _, out _, s_now));
            }
        }

        Assert.Empty(Directory.GetFiles(path.Folder));
        File.SetUnixFileMode(path.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        Assert.Throws<IOException>(() => new PeerListener(path.Name));
    }

    [Fact]
    public void A_name_that_a_killed_listener_has_left_is_used_again()
    {
        using SocketPath path = new();
        Directory.CreateDirectory(path.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (Socket left = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path.Name + "0"));
            File.Move(path.Name + "0", path.Name); // whose dispose does not find its name
        }

        using PeerListener listener = new(path.Name);
        Assert.Equal(PeerStatus.Done, PeerSocket.Connect(path.Name, Peers.Limit, out PeerSocket? client));
        client!.Dispose();
    }

    [Theory]
    [InlineData("somebody's")]
    [InlineData("")] // a lock, say
    public void A_file_that_is_no_socket_is_not_replaced(string content)
    {
        using SocketPath path = new();
        Directory.CreateDirectory(path.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(path.Name, content);
        Assert.Throws<IOException>(() => new PeerListener(path.Name));
        Assert.Equal(content, File.ReadAllText(path.Name));
    }

    [Fact]
    public void A_connection_outlives_the_collector_of_garbage()
    {
        using SocketPath path = new();
        using PeerListener listener = new(path.Name);
        Assert.Equal(PeerStatus.Done, PeerSocket.Connect(path.Name, Peers.Limit, out PeerSocket? client));
        Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? server));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(PeerStatus.Done, client!.Send([1], [], s_now));
        Assert.Equal(PeerStatus.Done, server!.Receive(new byte[1], out _, out _, s_now));
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public void A_connection_to_nobody_times_out()
    {
        using SocketPath path = new();
        Assert.Equal(PeerStatus.TimedOut, PeerSocket.Connect(path.Name, TimeSpan.FromMilliseconds(20), out PeerSocket? client));
        Assert.Null(client);
    }

    /// <summary>Descriptors of this process that are of a file: other tests open and close others meanwhile.</summary>
    private static int Descriptors(string file) => Directory.GetFiles("/proc/self/fdinfo").Count(info => ReadInfo(info).Contains(file, StringComparison.Ordinal));

    /// <summary>Its mount and its number there: sockets and pipes of other tests may have the same number.</summary>
    private static string FileOf(SharedRegion region) => string.Concat(File.ReadLines($"/proc/self/fdinfo/{region.Descriptor.DangerousGetHandle()}")
        .Where(line => line.StartsWith("mnt_id:", StringComparison.Ordinal) || line.StartsWith("ino:", StringComparison.Ordinal)).Select(line => line + "\n"));

    private static string ReadInfo(string info)
    {
        try
        {
            return File.ReadAllText(info);
        }
        catch (IOException)
        {
            return ""; // closed since it was listed
        }
    }

    private void AssertNoRing(ReadOnlySpan<byte> message, ReadOnlySpan<SafeFileHandle> files, SharedOpenStatus expected = SharedOpenStatus.UnknownMessage)
    {
        Assert.Equal(PeerStatus.Done, _there.Send(message, files, s_now));
        Assert.Equal(expected, SharedCollector.Receive(_here, s_now, out SharedCollector? collector));
        Assert.Null(collector);
    }
}
