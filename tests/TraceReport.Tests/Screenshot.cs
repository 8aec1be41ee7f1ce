using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace RingCore.TraceReport.Tests;

/// <summary>A PNG of 8 bits per colour, not interlaced, as Chromium writes: how often each colour is in it (W3C, "Portable Network Graphics", 9 and 11).</summary>
internal static class Screenshot
{
    private const int SignatureBytes = 8;
    private const int ChunkFrameBytes = 12;

    internal static Dictionary<(byte Red, byte Green, byte Blue), int> Colours(string path)
    {
        ReadOnlySpan<byte> png = File.ReadAllBytes(path);
        int width = 0;
        int height = 0;
        int channels = 0;
        using MemoryStream packed = new();
        for (int at = SignatureBytes; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            ReadOnlySpan<byte> content = png.Slice(at + 8, length);
            switch (Encoding.ASCII.GetString(png.Slice(at + 4, 4)))
            {
                case "IHDR":
                    width = BinaryPrimitives.ReadInt32BigEndian(content);
                    height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                    channels = content[9] switch { 2 => 3, 6 => 4, _ => throw new InvalidDataException($"Colour type {content[9]}.") };
                    break;
                case "IDAT":
                    packed.Write(content);
                    break;
            }

            at += length + ChunkFrameBytes;
        }

        packed.Position = 0;
        using ZLibStream rows = new(packed, CompressionMode.Decompress);
        return Count(rows, width, height, channels);
    }

    private static Dictionary<(byte Red, byte Green, byte Blue), int> Count(ZLibStream rows, int width, int height, int channels)
    {
        Dictionary<(byte Red, byte Green, byte Blue), int> colours = [];
        byte[] above = new byte[width * channels];
        byte[] row = new byte[width * channels];
        for (int y = 0; y < height; y++)
        {
            int filter = rows.ReadByte();
            rows.ReadExactly(row);
            Unfilter(filter, row, above, channels);
            for (int x = 0; x < row.Length; x += channels)
            {
                (byte, byte, byte) colour = (row[x], row[x + 1], row[x + 2]);
                colours[colour] = colours.GetValueOrDefault(colour) + 1;
            }

            (above, row) = (row, above);
        }

        return colours;
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int channels)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= channels ? row[i - channels] : 0;
            int corner = i >= channels ? above[i - channels] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Nearest(left, above[i], corner),
                _ => throw new InvalidDataException($"Filter {filter}."),
            });
        }
    }

    private static int Nearest(int left, int above, int corner)
    {
        int guess = left + above - corner;
        int byLeft = Math.Abs(guess - left);
        int byAbove = Math.Abs(guess - above);
        int byCorner = Math.Abs(guess - corner);
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }
}
