package org.hpvm.yarn.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hpvm.yarn.placement.Roster.Candidate;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final MachineFacts PLAIN = new MachineFacts("plain", "", Map.of());
    private static final MachineFacts LABELLED = new MachineFacts("labelled", "s390x", Map.of());
    private static final MachineFacts DESCRIBED = new MachineFacts("described", "", Map.of("arch", "aarch64"));
    private static final MachineFacts IN_GPU = new MachineFacts("in-gpu", "gpu", Map.of("arch", "x86_64"));
    private static final List<MachineFacts> ALL = List.of(PLAIN, LABELLED, DESCRIBED, IN_GPU);
    private static final QueueAccess EVERYWHERE = new QueueAccess("default", Set.of("*"), Set.of());

    private static Placement placement(String name) {
        return Placement.parse(name);
    }

    private static List<String> hosts(Roster roster) {
        return roster.candidates().stream().map(Candidate::host).toList();
    }

    @Test
    void labelsTakeTheMachinesWhosePartitionIsAnArchitecture() {
        Roster roster = Roster.of(ALL, placement("labels"), EVERYWHERE);

        assertThat(roster.candidates())
                .containsExactly(new Candidate("labelled", "s390x", new Claim("s390x", "label s390x")));
        assertThat(roster.refused()).hasSize(3);
    }

    @Test
    void attributesTakeTheMachinesThatHaveThemAndAskInTheirPartition() {
        Roster roster = Roster.of(ALL, placement("attributes"), EVERYWHERE);

        assertThat(roster.candidates())
                .containsExactly(
                        new Candidate("described", "", new Claim("aarch64", "attribute arch=aarch64")),
                        new Candidate("in-gpu", "gpu", new Claim("x86_64", "attribute arch=x86_64")));
    }

    @Test
    void aProbeTakesMachinesOfAnyKind() {
        Roster roster = Roster.of(ALL, placement("probe"), EVERYWHERE);

        assertThat(hosts(roster)).containsExactly("plain", "labelled", "described", "in-gpu");
        assertThat(roster.candidates()).allMatch(candidate -> candidate.claim().isNone());
    }

    @Test
    void autoTakesForEachMachineTheFirstThatSaysSomething() {
        Roster roster = Roster.of(ALL, placement("auto"), EVERYWHERE);

        assertThat(roster.candidates().stream()
                        .map(candidate -> candidate.claim().architecture()))
                .containsExactly("", "s390x", "aarch64", "x86_64");
    }

    @Test
    void aQueueWithoutAccessLeavesAnExclusivePartitionOutAndSaysSo() {
        Roster roster = Roster.of(ALL, placement("auto"), new QueueAccess("poor", Set.of("gpu"), Set.of()));

        assertThat(hosts(roster)).containsExactly("plain", "described", "in-gpu");
        assertThat(roster.refused()).containsExactly("labelled is in partition s390x, which queue poor may not use");
    }

    @Test
    void aSharedPartitionServesRequestsForNoneInParticular() {
        Roster roster =
                Roster.of(List.of(LABELLED), placement("auto"), new QueueAccess("poor", Set.of(), Set.of("s390x")));

        assertThat(roster.candidates())
                .containsExactly(new Candidate("labelled", "", new Claim("s390x", "label s390x")));
    }

    @Test
    void theServerRunsInADefaultPartitionIfThereIsAMachine() {
        QueueAccess poor = new QueueAccess("poor", Set.of(), Set.of("s390x"));

        assertThat(Roster.serverPartition(ALL, EVERYWHERE)).contains("");
        assertThat(Roster.serverPartition(List.of(LABELLED), EVERYWHERE)).contains("s390x");
        assertThat(Roster.serverPartition(List.of(LABELLED), poor)).isEmpty();
    }

    @Test
    void aTreeIsServedByAMachineOfItsArchitectureAndByOneThatNobodyKnows() {
        Claim labelled = new Claim("s390x", "label s390x");

        assertThat(Roster.isServed(labelled, Set.of("x86_64"))).isFalse();
        assertThat(Roster.isServed(labelled, Set.of("x86_64", "s390x"))).isTrue();
        assertThat(Roster.isServed(labelled, Set.of("any"))).isTrue();
        assertThat(Roster.isServed(Claim.NONE, Set.of("x86_64"))).isTrue();
    }

    @Test
    void anUnknownPlacementIsRefused() {
        assertThatThrownBy(() -> Placement.parse("lables"))
                .hasMessageContaining("\"lables\" is none of auto, labels, attributes, probe");
    }
}
