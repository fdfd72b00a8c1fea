package org.hpvm.yarn.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hpvm.yarn.provision.Fleet.Action;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Instant START = Instant.EPOCH;

    private final Fleet fleet = new Fleet();

    @Test
    void asksForAsManyAsAreWantedAndForMoreWhenMoreAre() {
        machines("a", "b", "c");

        assertThat(fleet.setTarget(1, START)).containsExactly(new Action.Request("a", ""));
        assertThat(fleet.setTarget(3, START)).containsExactly(new Action.Request("b", ""), new Action.Request("c", ""));
    }

    @Test
    void asksNoMoreForWhatIsNotWantedAnyMore() {
        machines("a", "b");
        fleet.setTarget(2, START);
        fleet.granted("a", "container 1", START);

        assertThat(fleet.setTarget(1, START)).containsExactly(new Action.Withdraw("b"));
        assertThat(fleet.granted("b", "container 2", START)).containsExactly(new Action.Release("container 2"));
    }

    @Test
    void aMachineThatJoinsLateIsAskedForIfThereIsNeed() {
        fleet.setTarget(2, START);

        assertThat(fleet.machineFound("late", "", START)).containsExactly(new Action.Request("late", ""));
        assertThat(fleet.granted("late", "container 1", START))
                .containsExactly(new Action.Launch("late", "container 1"));
    }

    @Test
    void aMachineWhoseAgentWasSentAwayIsAskedForAgainAtOnceWhenThereIsNeed() {
        machines("a");
        fleet.setTarget(1, START);
        fleet.granted("a", "container 1", START);

        fleet.setTarget(0, START);
        fleet.leaving("container 1");
        assertThat(fleet.ended("container 1", START)).isEmpty();

        assertThat(fleet.setTarget(1, START)).containsExactly(new Action.Request("a", ""));
    }

    @Test
    void aMachineWhoseAgentEndedIsTriedAgainLaterAndAtMostThreeTimes() {
        machines("a");
        fleet.setTarget(1, START);
        Instant now = START;
        for (int failure = 1; failure <= 3; failure++) {
            fleet.granted("a", "container " + failure, now);
            assertThat(fleet.ended("container " + failure, now)).isEmpty();
            assertThat(fleet.balance(now.plusMillis(1999))).isEmpty();
            now = now.plus(Duration.ofMinutes(1));
            assertThat(fleet.balance(now)).hasSize(failure < 3 ? 1 : 0);
        }
        assertThat(fleet.hasProspect()).isFalse();
    }

    @Test
    void aMachineThatIsTakenOutGetsNoAgentUntilItIsBack() {
        machines("a", "b");
        fleet.setTarget(2, START);
        fleet.granted("a", "container 1", START);

        assertThat(fleet.machineGone("b")).containsExactly(new Action.Withdraw("b"));
        assertThat(fleet.machineGone("a")).isEmpty();
        assertThat(fleet.ended("container 1", START)).isEmpty();
        assertThat(fleet.balance(START.plusSeconds(60))).isEmpty();
        assertThat(fleet.hasProspect()).isFalse();

        assertThat(fleet.machineFound("a", "", START.plusSeconds(60))).containsExactly(new Action.Request("a", ""));
    }

    @Test
    void aMachineWhoseAgentLastedIsTriedAsOftenAsANewOne() {
        machines("a");
        fleet.setTarget(1, START);
        Instant now = START;
        for (int end = 1; end <= 10; end++) {
            fleet.granted("a", "container " + end, now);
            now = now.plus(Duration.ofMinutes(5));
            fleet.ended("container " + end, now);
            now = now.plus(Duration.ofSeconds(2));
            assertThat(fleet.balance(now)).containsExactly(new Action.Request("a", ""));
        }
    }

    @Test
    void aContainerWhoseAgentDoesNotJoinIsGivenBackOnce() {
        machines("a", "b");
        fleet.setTarget(2, START);
        fleet.granted("a", "container 1", START);
        fleet.granted("b", "container 2", START);
        fleet.joined("container 2");

        assertThat(fleet.giveUpLate(Duration.ofSeconds(60), START.plusSeconds(60)))
                .isEmpty();
        assertThat(fleet.giveUpLate(Duration.ofSeconds(60), START.plusSeconds(61)))
                .containsExactly(new Action.Release("container 1"));
        assertThat(fleet.giveUpLate(Duration.ofSeconds(60), START.plusSeconds(62)))
                .isEmpty();
        assertThat(fleet.ended("container 1", START.plusSeconds(63))).isEmpty();
        assertThat(fleet.balance(START.plusSeconds(66))).containsExactly(new Action.Request("a", ""));
    }

    private void machines(String... hosts) {
        for (String host : List.of(hosts)) {
            fleet.machineFound(host, "", START);
        }
    }
}
