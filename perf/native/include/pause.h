#pragma once

// As Thread.SpinWait(1) on the .NET side, which is normalised to about one pause.
static inline void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}
