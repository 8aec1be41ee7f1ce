using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace RingCore.Benchmarks.Transfer;

/// <summary><c>System.Threading.Channels</c> of references, by the calls that do not wait.</summary>
internal readonly struct ReferenceChannelFace(Channel<NumberedObject> channel) : IReferenceFace
{
    private readonly ChannelWriter<NumberedObject> _writer = channel.Writer;
    private readonly ChannelReader<NumberedObject> _reader = channel.Reader;

    public bool TryPush(NumberedObject item) => _writer.TryWrite(item);

    public bool TryTake([MaybeNullWhen(false)] out NumberedObject item) => _reader.TryRead(out item);

    public void Dispose()
    {
    }
}
