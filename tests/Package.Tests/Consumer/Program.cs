using System;
using System.IO;
using RingCore;
using RingCore.Kvm;
using RingCore.Layouts;
using RingCore.Tracking;
using RingCore.VhostUser;

// RingCore: a ring in one process.
using FlaggedDirtyRing ring = new(entries: 4096);
for (ulong page = 0; page < 1000; page++)
    ring.Producer.Push(new DirtyPage(slot: 0, offset: page));
DirtyPage[] pages = new DirtyPage[4096];
HarvestResult harvest = ring.Collector.Harvest(pages);
CountCalls calls = default;
if (ring.Resetter.Reset(ref calls).TryGrantRead(harvest.Ticket, out ReadGrant grant) && grant.IsGranted)
    Console.WriteLine($"{harvest.Pages} pages may be read, re-armed by {calls.Calls} calls");

// RingCore.Tracking: a round over tracked memory.
using TrackedMemory memory = new(slotPages: 1024);
using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
using Writer writer = tracker.OpenWriter();
Write(memory, writer, page: 3, value: 42);
Write(memory, writer, page: 700, value: 43);
using CollectedRound collected = tracker.Collect();
using ReadableRound round = collected.Reset();
string found = "";
foreach (ulong gfn in round)
    found += $", page {gfn} holds {round.Read(gfn)[0]}";
round.Commit();
Console.WriteLine($"round {round.Number}: {found[2..]}");

// RingCore and RingCore.Layouts: shared memory.
using SharedIndexedRing shared = new(new RingGeometry(entries: 128));
shared.Producer.Push([new DirtyPage(0, 1), new DirtyPage(0, 2)]);
SharedOpenStatus opened = SharedCollector.Open(shared.PeerDescriptors.Told, shared.PeerDescriptors.Answered, out SharedCollector? collector);
using (collector)
{
    if (opened == SharedOpenStatus.Opened)
        Console.WriteLine($"{collector!.Collector.Harvest(pages).Pages} pages came through shared memory, layout {SharedRingHeader.VersionValue}");
}

// RingCore.Kvm: present or not, it answers.
try
{
    using KvmSystem system = KvmSystem.Open();
}
catch (KvmException)
{
}

// RingCore.VhostUser: a device that nobody connects to.
string socket = Path.Combine(Path.GetTempPath(), $"ringcore-consumer-{Environment.ProcessId}.sock");
using (VhostUserListener listener = new(socket, new VhostUserOptions()))
{
    if (listener.Accept(TimeSpan.Zero) is not null)
        throw new InvalidOperationException("A front end came out of nowhere.");
}

static unsafe void Write(TrackedMemory memory, Writer writer, ulong page, byte value)
{
    memory.Address(slot: 0)[page * TrackedMemory.PageBytes] = value;
    writer.MarkDirty(page);
}

struct CountCalls : IResetSink
{
    public int Calls;

    public void ResetPages(uint slot, ulong offset, ulong mask) => Calls++;
}
