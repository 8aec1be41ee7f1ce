# Sorts an array again and again, and keeps a checksum of what it saw: a guest that really computes something, and writes much while it does.
#
# Long mode, no stack, no interrupts, position-independent.
#   rdi  the array, u32, read and written
#   rsi  how many, 1 or more
#   r8   the control block, u64 each:  0 checksum  8 passes done  16 finished  24 scratch (as large as the array)  32 last pass (0: go on)
#
# A pass p (1, 2, ...): a[i] = (a[i] ^ p * 0x9E3779B1) * 0x85EBCA6B + i; merge sort; checksum = (checksum ^ a[i]) * 0x100000001B3 for all i.
# When a pass is the last, or beyond it, the guest sets "finished" and writes to port 0x20.

        .code64
        .text
        movq    (%r8), %r12             # checksum
        movl    $1, %r13d               # pass
pass:
        imull   $0x9E3779B1, %r13d, %r10d
        xorl    %ecx, %ecx
mix:
        movl    (%rdi,%rcx,4), %eax
        xorl    %r10d, %eax
        imull   $0x85EBCA6B, %eax, %eax
        addl    %ecx, %eax
        movl    %eax, (%rdi,%rcx,4)
        incq    %rcx
        cmpq    %rsi, %rcx
        jb      mix

        movq    %rdi, %r9               # merge from here
        movq    24(%r8), %r11           # to there
        movl    $1, %ebx                # runs of so many are sorted
level:
        cmpq    %rsi, %rbx
        jae     sorted
        xorl    %ebp, %ebp              # next place to fill
two_runs:
        leaq    (%rbp,%rbx), %rax       # end of the left run
        cmpq    %rsi, %rax
        cmovaq  %rsi, %rax
        leaq    (%rax,%rbx), %rdx       # end of the right run
        cmpq    %rsi, %rdx
        cmovaq  %rsi, %rdx
        movq    %rbp, %rcx              # next of the left run
        movq    %rax, %r10              # next of the right run
merge:
        cmpq    %rdx, %rbp
        jae     merged
        cmpq    %rax, %rcx
        jae     right
        cmpq    %rdx, %r10
        jae     left
        movl    (%r9,%rcx,4), %r14d
        movl    (%r9,%r10,4), %r15d
        cmpl    %r14d, %r15d
        jb      right
left:
        movl    (%r9,%rcx,4), %r14d
        movl    %r14d, (%r11,%rbp,4)
        incq    %rcx
        incq    %rbp
        jmp     merge
right:
        movl    (%r9,%r10,4), %r15d
        movl    %r15d, (%r11,%rbp,4)
        incq    %r10
        incq    %rbp
        jmp     merge
merged:
        cmpq    %rsi, %rbp
        jb      two_runs
        xchgq   %r9, %r11
        addq    %rbx, %rbx
        jmp     level

sorted:
        movabsq $0x100000001B3, %r10
        xorl    %ecx, %ecx
check:
        movl    (%r9,%rcx,4), %eax
        movl    %eax, (%rdi,%rcx,4)     # from the scratch, where the last level ended there
        xorq    %rax, %r12
        imulq   %r10, %r12
        incq    %rcx
        cmpq    %rsi, %rcx
        jb      check

        movq    %r12, (%r8)
        movq    %r13, 8(%r8)
        movq    32(%r8), %rax
        testq   %rax, %rax
        jz      again
        cmpq    %rax, %r13
        jae     finished
again:
        incq    %r13
        jmp     pass
finished:
        movq    $1, 16(%r8)
        outb    %al, $0x20
        jmp     finished
