using System;
using RingCore.VhostUser;

namespace VhostEcho.Commands;

/// <summary>What the command line says.</summary>
/// <param name="Socket">Where front ends connect.</param>
/// <param name="Sessions">The program ends after so many front ends.</param>
/// <param name="Longest">Or after so long.</param>
/// <param name="Features">What the device offers.</param>
/// <param name="Spins">Looks at an empty queue before it sleeps.</param>
internal readonly record struct EchoArguments(string Socket, int Sessions, TimeSpan Longest, VirtioFeatures Features, int Spins);
