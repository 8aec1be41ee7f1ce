using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RingCore.VhostUser.Linux;
using RingCore.VhostUser.Protocol;

namespace RingCore.VhostUser;

/// <summary>
/// One front end from its connection to its end: answers its messages, and has the queues that they set up. One thread calls <see cref="Serve"/> and
/// uses the queues between two calls, so that nothing changes under it.
/// </summary>
/// <remarks>
/// Nothing that a front end sends is believed; the first thing that no front end may send ends the session with a typed refusal. A front end that dies
/// leaves its memory to the session: what it had made available can still be taken, until <see cref="Dispose"/>.
/// </remarks>
public sealed partial class VhostUserSession : IDisposable
{
    // A front end that never stops sending does not keep the queues waiting.
    private const int MaxMessagesPerCall = 64;

    private const byte NeedsReset = 0x40; // virtio's DEVICE_NEEDS_RESET

    private readonly SafeHandle _socket;
    private readonly Socket? _owner; // kept because its finalizer would close the handle
    private readonly VhostUserOptions _options;
    private readonly EventPoll _poll;
    private readonly MessageStream _messages;
    private readonly VhostUserQueue[] _queues;
    private VirtioFeatures _features;
    private ProtocolFeatures _protocol;
    private byte _status;
    private bool _isDisposed;

    internal VhostUserSession(Socket socket, VhostUserOptions options)
        : this(socket.SafeHandle, options) => _owner = socket;

    internal VhostUserSession(SafeHandle socket, VhostUserOptions options)
    {
        options.Check();
        _socket = socket;
        _options = options;
        _poll = new EventPoll();
        _messages = new MessageStream(socket);
        _queues = Enumerable.Range(0, options.Queues).Select(index => new VhostUserQueue(index, _poll)).ToArray();
        try
        {
            _poll.WatchSocket(socket);
        }
        catch
        {
            _poll.Dispose();
            throw;
        }
    }

    /// <summary>How the session stands.</summary>
    public ServeStatus Status { get; private set; }

    /// <summary>Why it ended, where it was refused.</summary>
    public VhostUserRefusal Refusal { get; private set; }

    /// <summary>Number of the message that was refused; 0 where none was, or where what came is no message.</summary>
    public int RefusedRequest { get; private set; }

    /// <summary>Messages that were carried out.</summary>
    public long Messages { get; private set; }

    /// <summary>What the front end has taken of what was offered.</summary>
    public VirtioFeatures Features => _features;

    /// <summary>The driver's memory; null until the front end has handed it over. A <see cref="Serve"/> may replace it.</summary>
    public VhostUserMemory? Memory { get; private set; }

    /// <summary>The queues, by their numbers.</summary>
    public IReadOnlyList<VhostUserQueue> Queues => _queues;

    /// <summary>Answers what the front end has sent; where that is nothing, waits for a message or for a notification by the driver.</summary>
    /// <param name="wait">How long: 0 to <see cref="int.MaxValue"/> milliseconds, or infinite. It may be shorter.</param>
    /// <returns>How the session stands; once it is not <see cref="ServeStatus.Serving"/> it stays so.</returns>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public ServeStatus Serve(TimeSpan wait)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        TellBrokenQueues();
        if (Answer() == 0 && Status == ServeStatus.Serving && wait != TimeSpan.Zero)
        {
            _poll.Wait(Waiter.Deadline.After(wait).RemainingMilliseconds);
            _ = Answer();
        }

        return Status;
    }

    /// <summary>Ends the session: closes what the front end handed over, and unmaps its memory.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (VhostUserQueue queue in _queues)
            queue.Close();
        _messages.Dispose();
        Memory?.Unmap();
        Memory = null;
        _poll.Dispose();
        Hang();
    }

    /// <summary>Carries out messages that are there.</summary>
    /// <returns>How many.</returns>
    private int Answer()
    {
        int answered = 0;
        while (Status == ServeStatus.Serving && answered < MaxMessagesPerCall)
        {
            ReceiveStatus received = _messages.TryReceive(out Message message);
            if (received == ReceiveStatus.Nothing)
                break;
            if (received == ReceiveStatus.Message)
                Answer(message);
            else if (received == ReceiveStatus.Gone)
                End(ServeStatus.FrontEndGone);
            else
                Refuse(_messages.Refusal, default);
            answered++;
        }

        return answered;
    }

    private void Answer(in Message message)
    {
        VhostUserRefusal refusal;
        try
        {
            refusal = CarryOut(message);
        }
        finally
        {
            message.CloseFiles();
        }

        bool isAcknowledged = message.NeedsReply && (_protocol & ProtocolFeatures.ReplyAck) != 0 && !RequestRules.HasAnswer(message.Head.Request);
        if (isAcknowledged && !_messages.TryReply(message.Head.Request, refusal == VhostUserRefusal.None ? 0UL : 1UL) && refusal == VhostUserRefusal.None)
            refusal = VhostUserRefusal.AnswerNotRead;
        if (refusal == VhostUserRefusal.None)
            Messages++;
        else
            Refuse(refusal, message.Head.Request);
    }

    private void Refuse(VhostUserRefusal refusal, VhostUserRequest request)
    {
        Refusal = refusal;
        RefusedRequest = (int)request;
        End(ServeStatus.Refused);
    }

    private void End(ServeStatus status)
    {
        Status = status;
        _messages.Dispose();
        Hang();
    }

    /// <summary>Closes the connection: the front end sees it at once.</summary>
    private void Hang()
    {
        _socket.Dispose();
        _owner?.Dispose();
    }

    private void TellBrokenQueues()
    {
        foreach (VhostUserQueue queue in _queues)
        {
            if (queue.TellBroken())
                _status |= NeedsReset;
        }
    }
}
