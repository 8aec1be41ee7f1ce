namespace RingCore.VhostUser;

/// <summary>How a session stands.</summary>
public enum ServeStatus
{
    /// <summary>It goes on.</summary>
    Serving,

    /// <summary>The front end closed the connection, or died.</summary>
    FrontEndGone,

    /// <summary>The front end sent what no front end may send; see <see cref="VhostUserSession.Refusal"/>.</summary>
    Refused,
}
