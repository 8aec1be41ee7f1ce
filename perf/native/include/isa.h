// Which instructions a kernel is written with.
#pragma once
#if defined(__x86_64__)
// GCC 12's own header starts some intrinsics from an undefined vector, and the compiler then warns of it (GCC bug 105593).
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

struct Scalar {};
struct Avx2 {};
struct Avx512 {};

#if defined(__AVX512F__)
using Widest = Avx512;
#elif defined(__AVX2__)
using Widest = Avx2;
#else
using Widest = Scalar;
#endif
