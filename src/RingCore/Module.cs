using System.Runtime.CompilerServices;

// The compiler assigns before it reads; zeroes before that would be stores in hot loops, of every method that is inlined into them.
[module: SkipLocalsInit]
