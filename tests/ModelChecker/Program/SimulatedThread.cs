using System;

namespace RingCore.ModelChecker.Program;

/// <summary>A thread of a program: a name, and what makes a fresh body for each run.</summary>
internal sealed record SimulatedThread(string Name, Func<Action> Prepare);
