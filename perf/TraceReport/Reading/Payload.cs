using System;
using Microsoft.Diagnostics.Tracing;

namespace RingCore.TraceReport.Reading;

/// <summary>An event's payload by place. A value of another type than asked for is an <see cref="InvalidCastException"/>: nothing is guessed.</summary>
internal readonly struct Payload(TraceEvent traced)
{
    internal uint UInt(int place) => (uint)traced.PayloadValue(place);

    internal int Int(int place) => (int)traced.PayloadValue(place);

    internal long Long(int place) => (long)traced.PayloadValue(place);

    internal bool Bool(int place) => (bool)traced.PayloadValue(place);

    internal string Text(int place) => (string)traced.PayloadValue(place);
}
