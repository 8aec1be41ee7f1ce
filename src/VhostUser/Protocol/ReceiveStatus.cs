namespace RingCore.VhostUser.Protocol;

/// <summary>What <see cref="MessageStream.TryReceive"/> found.</summary>
internal enum ReceiveStatus
{
    /// <summary>A message.</summary>
    Message,

    /// <summary>Nothing, or a part of a message.</summary>
    Nothing,

    /// <summary>The front end has closed its end, or died.</summary>
    Gone,

    /// <summary>What came is no message; see <see cref="MessageStream.Refusal"/>.</summary>
    Refused,
}
