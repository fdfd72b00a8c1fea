package org.hpvm.yarn.spawn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.client.MachineUse;

/** What ran where. Not thread-safe. */
final class MachineUses {
    private final Map<String, MachineUse.Builder> byMachineAndLeaf = new LinkedHashMap<>();
    private final Map<String, String> lastLeafByMachine = new LinkedHashMap<>();

    void add(String machine, LeafUse use) {
        MachineUse.Builder sum = byMachineAndLeaf.computeIfAbsent(
                machine + " " + use.getLeaf(),
                unused -> MachineUse.newBuilder().setMachine(machine).setLeaf(use.getLeaf()));
        lastLeafByMachine.put(machine, use.getLeaf());
        sum.setTasks(sum.getTasks() + use.getTasks());
        sum.setBusyNanoseconds(sum.getBusyNanoseconds() + use.getBusyNanoseconds());
    }

    /** How many machines have run tasks, by the leaf that each has used last. */
    Map<String, Integer> machinesByLeaf() {
        Map<String, Integer> machines = new TreeMap<>();
        lastLeafByMachine.values().forEach(leaf -> machines.merge(leaf, 1, Integer::sum));
        return machines;
    }

    List<MachineUse> all() {
        List<MachineUse> all = new ArrayList<>();
        byMachineAndLeaf.values().forEach(use -> all.add(use.build()));
        return all;
    }
}
