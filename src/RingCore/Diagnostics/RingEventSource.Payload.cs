using System;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;

namespace RingCore.Diagnostics;

internal sealed partial class RingEventSource
{
    private const int MaxFields = 8;
    private const int MaxTextLength = 256;

    /// <summary>Writes an event without an allocation. Longer texts than 256 characters are cut off.</summary>
    [NonEvent]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "All fields are numbers and strings.")]
    private unsafe void Write(int id, params ReadOnlySpan<Field> fields)
    {
        if (!IsEnabled())
            return;
        EventData* payload = stackalloc EventData[MaxFields];
        long* numbers = stackalloc long[MaxFields];
        char* texts = stackalloc char[MaxFields * (MaxTextLength + 1)];
        for (int i = 0; i < fields.Length; i++)
        {
            payload[i] = default;
            if (fields[i].Text is { } text)
            {
                char* copy = texts + (i * (MaxTextLength + 1));
                int length = Math.Min(text.Length, MaxTextLength);
                text.AsSpan(0, length).CopyTo(new Span<char>(copy, length));
                copy[length] = '\0';
                payload[i].DataPointer = (nint)copy;
                payload[i].Size = (length + 1) * sizeof(char);
            }
            else
            {
                numbers[i] = fields[i].Number;
                payload[i].DataPointer = (nint)(numbers + i);
                payload[i].Size = fields[i].Bytes;
            }
        }

        WriteEventCore(id, fields.Length, payload);
    }

    /// <summary>One value of an event, as wide as the manifest says; the low bytes of a number come first on every host that RingCore runs on.</summary>
    private readonly struct Field
    {
        private Field(long number, int bytes) => (Number, Bytes) = (number, bytes);

        private Field(string text) => Text = text;

        internal long Number { get; }

        internal int Bytes { get; }

        internal string? Text { get; }

        public static implicit operator Field(uint value) => new(value, sizeof(uint));

        public static implicit operator Field(int value) => new(value, sizeof(int));

        public static implicit operator Field(long value) => new(value, sizeof(long));

        /// <summary>A manifest's truth value has four bytes.</summary>
        public static implicit operator Field(bool value) => new(value ? 1 : 0, sizeof(int));

        public static implicit operator Field(string value) => new(value);
    }
}
