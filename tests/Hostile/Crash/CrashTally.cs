using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RingCore.Hostile.Crash;

/// <summary>What a run of kills has come to.</summary>
internal sealed class CrashTally
{
    private readonly int[] _kills = new int[Enum.GetValues<CrashPhase>().Length];
    private readonly int[] _parties = new int[Enum.GetValues<Party>().Length];
    private readonly SortedDictionary<SharedOpenStatus, int> _refused = [];

    /// <summary>Kills.</summary>
    internal int Rounds => _parties.Sum();

    /// <summary>Those at an instruction that a phase and a timer chose; the others came from outside at any time.</summary>
    internal int PlannedKills { get; set; }

    /// <summary>Times at which image and replica were compared, byte by byte.</summary>
    internal int Comparisons { get; set; }

    /// <summary>Pages that differed.</summary>
    internal int PagesLost { get; set; }

    /// <summary>Pages that a collector was told of and that nobody had written.</summary>
    internal long PagesInvented { get; set; }

    /// <summary>Pages of a copy that was said to be the round's, and that were written after the round.</summary>
    internal long PagesTooNew { get; set; }

    /// <summary>Rounds in which the record was lost too.</summary>
    internal int RecordsLost { get; set; }

    /// <summary>Pages declared dirty for that.</summary>
    internal long PagesDeclaredDirty { get; set; }

    /// <summary>Longest time until a survivor saw that its peer was gone.</summary>
    internal TimeSpan LongestNotice { get; private set; }

    /// <summary>Times that it took longer than <see cref="CrashRun.NoticeLimit"/>.</summary>
    internal int LateNotices { get; private set; }

    /// <summary>Longest time until both were at work again.</summary>
    internal TimeSpan LongestReturn { get; private set; }

    /// <summary>Regions that no collector may open and none opened.</summary>
    internal int RegionsRefused => _refused.Values.Sum();

    /// <summary>Regions that no collector may open and one opened.</summary>
    internal int RegionsAccepted { get; set; }

    /// <summary>More about the work done, from the board.</summary>
    internal string Work { get; set; } = "";

    /// <summary>Whether nothing was lost, invented or accepted, and all was compared.</summary>
    internal bool IsClean => PagesLost == 0 && PagesInvented == 0 && PagesTooNew == 0 && RegionsAccepted == 0 && Comparisons > 0;

    /// <summary>Kills in a phase.</summary>
    internal int In(CrashPhase phase) => _kills[(int)phase];

    internal void AddKill(Party party, CrashPhase phase)
    {
        _parties[(int)party]++;
        _kills[(int)phase]++;
    }

    internal void AddRefusal(SharedOpenStatus status) => _refused[status] = _refused.GetValueOrDefault(status) + 1;

    internal void NoteNotice(TimeSpan lasted)
    {
        LongestNotice = lasted > LongestNotice ? lasted : LongestNotice;
        LateNotices += lasted > CrashRun.NoticeLimit ? 1 : 0;
    }

    internal void NoteReturn(TimeSpan lasted) => LongestReturn = lasted > LongestReturn ? lasted : LongestReturn;

    internal IEnumerable<string> Lines()
    {
        yield return Text($"kills: {_parties[0]} producers, {_parties[1]} collectors; {PlannedKills} at a chosen point, {Rounds - PlannedKills} at any time");
        yield return "killed in: " + string.Join(", ", Enum.GetValues<CrashPhase>().Where(phase => In(phase) > 0).Select(phase => Text($"{phase} {In(phase)}")));
        yield return Text($"noticed after {LongestNotice.TotalMilliseconds:N1} ms at most; both at work again after {LongestReturn.TotalMilliseconds:N0} ms at most");
        yield return Text($"records lost {RecordsLost}, pages declared dirty for it {PagesDeclaredDirty}");
        yield return "refused: " + string.Join(", ", _refused.Select(refusal => Text($"{refusal.Key} {refusal.Value}"))) + Text($"; accepted {RegionsAccepted}");
        yield return Work;
    }

    /// <summary>The last line of every report.</summary>
    internal string Verdict() => Text($"rounds {Rounds}, compared {Comparisons}, pages of another round {PagesTooNew}, pages invented {PagesInvented}, pages lost {PagesLost}");

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
