using System.Collections.Generic;
using System.Linq;

namespace RingCore.KvmLab;

/// <summary>Which entries a reset takes into one batch. Distances are from the page that is looked at, in order of publication.</summary>
internal static class CoalescingRows
{
    public static IEnumerable<Row> All =>
    [
        Of("A page alone is a batch", "apart", 0),
        Of("The next page joins", "together", 0, 1),
        Of("63 ahead joins", "together", 0, 63),
        Of("64 ahead does not join", "apart", 0, 64),
        Of("1 behind becomes the base", "together", 1, 0),
        Of("63 behind becomes the base", "together", 63, 0),
        Of("64 behind does not join", "apart", 64, 0),
        Of("A base that would lose bit 63 does not move", "apart", 10, 73, 0),
        Of("A base that would lose bit 62 by two does not move", "apart", 2, 64, 0),
        Of("A base that fills bit 63 moves", "together", 10, 63, 0),
        Of("A batch goes on after its base has moved", "together", 10, 0, 63),
        Of("Out of order within 64 pages joins", "together", 0, 40, 7, 33),
        Of("A far page in between ends the batch", "apart", 0, 100, 1),
        new("Another slot ends the batch", "apart", side => side.Coalesce([(1, 0), (2, 1)])),
        new("The same offset in another slot does not join", "apart", side => side.Coalesce([(2, 0), (1, 0)])),
    ];

    private static Row Of(string name, string expected, params int[] distances) =>
        new($"{name} ({string.Join(", ", distances)})", expected, side => side.Coalesce(distances.Select(distance => (1u, distance)).ToArray()));
}
