using System;
using RingCore.Tracking.Linux;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A fact that needs page protection; reported as not run where the kernel does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProtectFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_obstacle = new(() =>
    {
        using TrackedMemory memory = new(1);
        using ProtectSource? source = ProtectSource.TryStart(memory, new Kernel(), out string reason);
        return source is null ? reason : null;
    });

    public ProtectFactAttribute() => Skip = Obstacle;

    /// <summary>Why page protection cannot run here, or null.</summary>
    public static string? Obstacle => s_obstacle.Value;
}
