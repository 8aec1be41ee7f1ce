using System;

namespace RingCore.Benchmarks.Measuring;

/// <summary>What the command line says of a run.</summary>
/// <param name="ProducerCpu">Processor of the producer; of the one thread where there is one.</param>
/// <param name="ConsumerCpu">Processor of the consumer.</param>
/// <param name="Duration">Measuring time of one scenario.</param>
internal sealed record MeasuringOptions(int ProducerCpu, int ConsumerCpu, TimeSpan Duration);
