using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;
using RingCore.VhostUser;
using Xunit;

namespace RingCore.Tests;

/// <summary>Front ends that connect, and the documented device that serves one.</summary>
[Trait("Category", "Packed")]
public sealed class ListenerTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vhost-");

    private string SocketPath => Path.Combine(_folder.FullName, "socket");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_listener_waits_as_long_as_it_is_told_and_leaves_nothing()
    {
        using (Socket before = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            before.Bind(new UnixDomainSocketEndPoint(SocketPath + "0"));
            File.Move(SocketPath + "0", SocketPath); // its own name would be deleted with it
        }

        Assert.True(File.Exists(SocketPath));
        using (VhostUserListener listener = new(SocketPath, new VhostUserOptions()))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
            Assert.Null(listener.Accept(TimeSpan.FromMilliseconds(20)));
        }

        Assert.False(File.Exists(SocketPath));
    }

    [Theory]
    [InlineData("somebody's")]
    [InlineData("")] // a lock, say
    public void A_file_that_is_no_socket_is_not_replaced(string content)
    {
        File.WriteAllText(SocketPath, content);
        Assert.Throws<IOException>(() => new VhostUserListener(SocketPath, new VhostUserOptions()));
        Assert.Equal(content, File.ReadAllText(SocketPath));
    }

    [Fact]
    public void A_link_a_device_and_a_folder_are_not_replaced()
    {
        File.CreateSymbolicLink(SocketPath, "/dev/null");
        Assert.Throws<IOException>(() => new VhostUserListener(SocketPath, new VhostUserOptions()));
        Assert.Equal("/dev/null", new FileInfo(SocketPath).LinkTarget);
        Assert.Throws<IOException>(() => new VhostUserListener(_folder.FullName, new VhostUserOptions()));
        Assert.True(_folder.Exists);
    }

    [Fact]
    public void Front_ends_come_one_after_the_other_and_their_sessions_outlive_the_listener()
    {
        VhostUserListener listener = new(SocketPath, new VhostUserOptions());
        using Socket first = Connect();
        using VhostUserSession? one = listener.Accept(s_limit);
        using Socket second = Connect();
        using VhostUserSession? two = listener.Accept(s_limit);
        listener.Dispose();
        Assert.Throws<ObjectDisposedException>(() => listener.Accept(TimeSpan.Zero));
        first.Dispose();
        Assert.Equal(ServeStatus.FrontEndGone, one!.Serve(s_limit));
        Assert.Equal(ServeStatus.Serving, two!.Serve(TimeSpan.Zero));
    }

    [Fact]
    public void A_front_end_whose_session_cannot_be_made_is_hung_up_on()
    {
        using VhostUserListener listener = new(SocketPath, new VhostUserOptions());
        using (Connect())
            listener.Accept(s_limit)!.Dispose(); // what the runtime loads at the first time needs descriptors too
        using Socket front = Connect();
        front.ReceiveTimeout = 5000;
        int before = OpenFiles.CountWithoutGarbage();
        using (FewDescriptors.Left(1)) // for the connection, and none for the session's poll
            Assert.Throws<IOException>(() => listener.Accept(s_limit));
        Assert.Equal(before, OpenFiles.Count());
        Assert.Equal(0, front.Receive(new byte[1]));
        using Socket next = Connect();
        using VhostUserSession? session = listener.Accept(s_limit);
        Assert.Equal(ServeStatus.Serving, session!.Serve(TimeSpan.Zero));
    }

    [Fact]
    public async Task The_documented_device_takes_what_the_driver_sends()
    {
        long sum = 0;
        Task device = Task.Run(() => DocumentedExample.Run(SocketPath, bytes => Interlocked.Add(ref sum, bytes[0])));
        Socket socket = await ConnectWhenThere();
        using SafeFileHandle kick = FrontEnd.EventFile();
        using (FrontEnd front = new(socket.SafeHandle))
        {
            front.Negotiate();
            PackedDriver driver = front.StartQueue(1, 16, kick);
            for (int i = 1; i <= 100; i++)
                Send(front, driver, (byte)i, kick);
            Assert.Equal(5050, Interlocked.Read(ref sum));
        }

        socket.Dispose();
        await device.WaitAsync(s_limit);
    }

    [Fact]
    public async Task The_documented_device_goes_on_after_a_buffer_that_is_longer_than_a_span()
    {
        const long FarBytes = 4L << 30;
        const ulong FarGuestAddress = 0x1_0000_0000;
        int uses = 0;
        Task device = Task.Run(() => DocumentedExample.Run(SocketPath, _ => Interlocked.Increment(ref uses)));
        Socket socket = await ConnectWhenThere();
        using SafeFileHandle far = Memfd.Create("far", FarBytes); // takes no memory until it is touched
        using (FrontEnd front = new(socket.SafeHandle))
        {
            front.Negotiate();
            front.Ask(
                VhostUser.Protocol.VhostUserRequest.SetMemoryTable,
                FrontEnd.Table((FrontEnd.GuestAddress, FrontEnd.MemoryBytes, FrontEnd.UserAddress, 0), (FarGuestAddress, (ulong)FarBytes, FarGuestAddress, 0)),
                [front.File, far]);
            PackedDriver driver = front.StartQueue(1, 16);
            Send(driver, new VirtqueueBuffer(FarGuestAddress, 0x8000_0001));
            Send(driver, new VirtqueueBuffer(FrontEnd.GuestAddress, 1));
            Assert.Equal(1, Volatile.Read(ref uses));
        }

        socket.Dispose();
        await device.WaitAsync(s_limit);
    }

    [Fact]
    public void The_example_of_the_document_is_the_code_that_is_tested()
    {
        string[] code = Between("tests/VhostUser.Tests/DocumentedExample.cs", "        // example", "        // end");
        Assert.NotEmpty(code);
        Assert.Equal(code.Select(line => line.Length > 8 ? line[8..] : line), Between("docs/vhost-user.md", "```csharp", "```"));
    }

    private static string[] Between(string file, string first, string last) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, file)).SkipWhile(line => line != first).Skip(1).TakeWhile(line => line != last)];

    private static unsafe void Send(FrontEnd front, PackedDriver driver, byte value, SafeFileHandle kick)
    {
        front.Start[0x8_0000] = value;
        Send(driver, new VirtqueueBuffer(FrontEnd.GuestAddress + 0x8_0000, 1), kick);
    }

    private static void Send(PackedDriver driver, VirtqueueBuffer buffer, SafeFileHandle? kick = null)
    {
        Assert.Equal(VirtqueueAddStatus.Added, driver.Add([buffer], [], token: 0));
        if (driver.NeedsKick() && kick is not null)
            VhostUser.Linux.EventFile.Signal(kick);
        Assert.True(SpinWait.SpinUntil(() => driver.TryReclaim(out _) == VirtqueueReclaimStatus.Reclaimed, s_limit), "a buffer did not come back");
    }

    private Socket Connect()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private async Task<Socket> ConnectWhenThere()
    {
        for (int i = 0; i < 1200; i++)
        {
            try
            {
                return Connect();
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        return Connect();
    }
}
