using System;
using System.Diagnostics;
using System.Reflection;

namespace RingCore.Tests;

/// <summary>What a debugger shows of an object, asked for as a debugger does.</summary>
internal static class Debugged
{
    /// <summary>By the attribute, which names a property of the type that has it.</summary>
    public static string Shown(object shown)
    {
        Type type = Find<DebuggerDisplayAttribute>(shown, out DebuggerDisplayAttribute attribute);
        string name = attribute.Value!.Trim('{', '}').Replace(",nq", "", StringComparison.Ordinal);
        return (string)type.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(shown)!;
    }

    /// <summary>By the attribute, which names the type.</summary>
    public static object Proxy(object shown)
    {
        _ = Find<DebuggerTypeProxyAttribute>(shown, out DebuggerTypeProxyAttribute attribute);
        Type proxy = Type.GetType(attribute.ProxyTypeName)!;
        return Activator.CreateInstance(proxy, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, [shown], null)!;
    }

    private static Type Find<TAttribute>(object shown, out TAttribute attribute)
        where TAttribute : Attribute
    {
        for (Type? type = shown.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<TAttribute>(inherit: false) is { } found)
            {
                attribute = found;
                return type;
            }
        }

        throw new ArgumentException($"{shown.GetType()} has no {typeof(TAttribute)}.", nameof(shown));
    }
}
