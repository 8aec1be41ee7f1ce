# Writes what a list says, for ever: list after list, each ended by a write to port 0x10.
#
# Protected mode, 32-bit, no paging, position-independent. ebx: address of the list.
# A list: u32 count, u32 unused, then count pairs of u32 address (bit 0: only read it) and u32 value.
# While a list runs, ecx is the number of pairs that are not done yet.

        .code32
        .text
next_list:
        movl    (%ebx), %ecx
        leal    8(%ebx), %esi
        jecxz   done
pair:
        movl    (%esi), %edi
        movl    4(%esi), %eax
        testl   $1, %edi
        jnz     read
        movl    %eax, (%edi)
        jmp     advance
read:
        movl    -1(%edi), %eax
advance:
        addl    $8, %esi
        loop    pair
done:
        outb    %al, $0x10
        jmp     next_list

        # Where a row wants a vCPU that never comes out by itself.
        .org    0x100
spin:
        jmp     spin
