package org.hpvm.container.agent;

import org.hpvm.container.machine.Machine;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.MachineMessage;
import org.hpvm.proto.agent.RegisterReply;

/** Machines as messages, and back. */
public final class MachineMessages {
    private MachineMessages() {}

    public static MachineMessage message(Machine machine) {
        return MachineMessage.newBuilder()
                .setArchitecture(machine.architecture())
                .setOs(machine.os())
                .setOsVersion(machine.osVersion())
                .addAllLevels(machine.levels())
                .setProcessors(machine.processors())
                .setMemoryBytes(machine.memory().bytes())
                .build();
    }

    public static Machine machine(MachineMessage message) {
        return new Machine(
                message.getArchitecture(),
                message.getOs(),
                message.getOsVersion(),
                message.getLevelsList(),
                message.getProcessors(),
                new ByteSize(message.getMemoryBytes()));
    }

    /** The machine as the server's host file and the container's size make it. */
    static Machine asTold(Machine probed, RegisterReply told) {
        int processors = told.getProcessors() == 0 ? probed.processors() : told.getProcessors();
        Machine sized = new Machine(
                probed.architecture(), probed.os(), probed.osVersion(), probed.levels(), processors, probed.memory());
        return told.getArchitecture().isEmpty()
                ? sized
                : sized.emulating(told.getArchitecture(), told.getOs(), told.getLevelsList());
    }
}
