namespace RingCore.ModelChecker;

/// <summary>A wrong execution.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Table">The execution as a table: a column for each thread, a row for each step, in an order that the memory allows.</param>
/// <param name="Replay">What <see cref="Explorer.Replay"/> takes to build the same execution again.</param>
public sealed record Failure(string Message, string Table, string Replay);
