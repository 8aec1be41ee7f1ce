using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;

namespace RingCore.Tests;

/// <summary>What an assembly promises its users, as sorted text: every public or protected type and member, one a line.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext s_nullability = new();

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint", [typeof(double)] = "double",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetTypes().Where(IsVisible).OrderBy(FullName, StringComparer.Ordinal))
        {
            text.Append(TypeLine(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static bool IsVisible(MethodBase? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(FieldInfo field) =>
        (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static string TypeLine(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class",
        };
        IEnumerable<string> bases = type.IsEnum
            ? [Name(Enum.GetUnderlyingType(type))]
            : type.GetInterfaces().Where(i => IsVisible(i) || i.Assembly != type.Assembly).Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && !type.IsValueType && parent != typeof(object))
            bases = bases.Prepend(Name(parent));
        string list = string.Join(", ", bases);
        return $"{kind} {FullName(type)}{(list.Length > 0 ? " : " + list : "")}{Constraints(type.GetGenericArguments())}";
    }

    private static bool IsReadOnly(Type type) =>
        type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsReadOnlyAttribute");

    private static IEnumerable<string> Members(Type type)
    {
        foreach (FieldInfo field in type.GetFields(Declared).Where(IsVisible))
        {
            string modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
            string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
            yield return type.IsEnum
                ? field.Name + value
                : $"{Access(field.IsPublic)}{modifiers}{Name(field.FieldType)}{Nullable(s_nullability.Create(field))} {field.Name}{value}";
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            MethodInfo? accessor = new[] { property.GetMethod, property.SetMethod }.FirstOrDefault(method => IsVisible(method));
            if (accessor is null)
                continue;
            string setter = !IsVisible(property.SetMethod) ? "" : IsInit(property) ? " init;" : " set;";
            string accessors = (IsVisible(property.GetMethod) ? " get;" : "") + setter;
            string returned = Name(property.PropertyType) + Nullable(s_nullability.Create(property));
            yield return $"{Access(accessor.IsPublic)}{Modifiers(accessor)}{returned} {property.Name} {{{accessors} }}";
        }

        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{Access(constructor.IsPublic)}{type.Name.Split('`')[0]}({Parameters(constructor)})";

        foreach (MethodInfo method in type.GetMethods(Declared).Where(method => IsVisible(method) && !IsHidden(method)))
        {
            string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
            string returned = Name(method.ReturnType) + Nullable(s_nullability.Create(method.ReturnParameter));
            yield return $"{Access(method.IsPublic)}{Modifiers(method)}{returned} {method.Name}{generic}({Parameters(method)})"
                + Constraints(method.GetGenericArguments());
        }
    }

    /// <summary>Accessors, which their properties show, and what the compiler adds to records under names that nobody can write.</summary>
    private static bool IsHidden(MethodInfo method) =>
        (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) || method.Name.StartsWith('<');

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static string Nullable(NullabilityInfo info) =>
        info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType && !info.Type.IsGenericParameter ? "?" : "";

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsStatic ? "static " : "";
        if (method.IsStatic)
            return "static ";
        if (method.IsAbstract)
            return "abstract ";
        if (method.GetBaseDefinition() != method)
            return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        Type type = parameter.ParameterType;
        string passing = !type.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "";
        string name = Name(type.IsByRef ? type.GetElementType()! : type) + Nullable(s_nullability.Create(parameter));
        return $"{passing}{name} {parameter.Name}{value}";
    }));

    private static string Literal(object? value) => value switch
    {
        string text => $"\"{text}\"",
        Enum named => $"{named.GetType().Name}.{named}",
        bool truth => truth ? "true" : "false",
        null => "default",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(type => type.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        List<string> list = [.. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Name)];
        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            list.Insert(0, "struct");
        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
            list.Add("allows ref struct");
        return list.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", list)}";
    }));

    private static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";

    private static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (System.Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsGenericParameter)
            return type.Name;

        // A nested type's arguments are its parents' first, then its own.
        Type[] arguments = type.GetGenericArguments();
        List<string> parts = [];
        for (Type? part = type; part is not null; part = part.DeclaringType)
        {
            int inherited = part.DeclaringType?.GetGenericArguments().Length ?? 0;
            string[] own = arguments[inherited..part.GetGenericArguments().Length].Select(Name).ToArray();
            parts.Insert(0, part.Name.Split('`')[0] + (own.Length > 0 ? $"<{string.Join(", ", own)}>" : ""));
        }

        return string.Join('.', parts);
    }
}
