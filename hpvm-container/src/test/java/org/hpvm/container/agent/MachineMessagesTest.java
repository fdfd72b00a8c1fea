package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hpvm.container.machine.Machine;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.RegisterReply;
import org.junit.jupiter.api.Test;

class MachineMessagesTest {
    private static final Machine MACHINE =
            new Machine("x86_64", "linux", "6.1.0", List.of("x86-64-v3", "x86-64-v2"), 8, new ByteSize(64L << 30));

    @Test
    void givesBackTheMachineThatWasSent() {
        assertThat(MachineMessages.machine(MachineMessages.message(MACHINE))).isEqualTo(MACHINE);
    }

    @Test
    void aMachineStaysAsItIsWhenTheServerSaysNothing() {
        assertThat(MachineMessages.asTold(MACHINE, RegisterReply.getDefaultInstance()))
                .isEqualTo(MACHINE);
    }

    @Test
    void theServerSaysHowManyTasksRunAtATime() {
        RegisterReply told = RegisterReply.newBuilder().setProcessors(3).build();

        assertThat(MachineMessages.asTold(MACHINE, told))
                .isEqualTo(new Machine(
                        "x86_64", "linux", "6.1.0", List.of("x86-64-v3", "x86-64-v2"), 3, new ByteSize(64L << 30)));
    }

    @Test
    void theServerSaysWhatALauncherMakesOfIt() {
        RegisterReply told = RegisterReply.newBuilder()
                .setArchitecture("s390x")
                .setOs("linux")
                .setProcessors(2)
                .build();

        assertThat(MachineMessages.asTold(MACHINE, told))
                .isEqualTo(new Machine("s390x", "linux", "6.1.0", List.of(), 2, new ByteSize(64L << 30)));
    }
}
