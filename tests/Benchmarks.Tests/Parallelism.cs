using Xunit;

// The harness's tests measure, and wait for the JIT to have nothing to do.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
