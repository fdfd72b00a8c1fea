package org.hpvm.yarn.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.hpvm.model.IdRange;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final long SPAWN = 7;
    private static final long SECOND = 1_000_000_000;

    private final Scheduler scheduler = new Scheduler();
    private long now = 5;

    @Test
    void aTaskThatTakesLongerThanTheSlowestQuarterRunsASecondTime() {
        agents(1, 2);
        open(SPAWN, 2);
        decide();
        done(1, SPAWN, 0, Duration.ofSeconds(1));

        now += SECOND;
        assertThat(decide()).isEmpty();
        now += 2 * SECOND;

        assertThat(decide()).containsExactly(new Decision.Assign(1, SPAWN, List.of(new IdRange(1, 2))));
        assertThat(scheduler.holders(SPAWN, 1)).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void theFirstOfTwoCopiesCountsAndTheOtherIsCancelled() {
        aTaskThatTakesLongerThanTheSlowestQuarterRunsASecondTime();

        assertThat(done(1, SPAWN, 1, Duration.ofSeconds(1))).containsExactly(new IdRange(1, 2));

        assertThat(decide()).containsExactly(new Decision.Cancel(2, SPAWN, new IdRange(1, 2)));
        assertThat(done(2, SPAWN, 1, Duration.ofSeconds(9))).isEmpty();
        assertThat(scheduler.isDone(SPAWN)).isTrue();
    }

    @Test
    void copiesThatAreLostWithTheirMachinesAreNotMadeForEver() {
        aTaskThatTakesLongerThanTheSlowestQuarterRunsASecondTime();

        for (int helper = 1; helper < 100; helper++) {
            scheduler.agentLost(helper == 1 ? 1 : helper + 1);
            scheduler.agentJoined(helper + 2, 1);
            now += 4 * SECOND;
            decide();
        }

        assertThat(scheduler.copiesMade(SPAWN)).isEqualTo(2);
        assertThat(scheduler.holders(SPAWN, 1)).contains(2);
    }

    @Test
    void aTaskWhoseOneCopyFailsGoesOnWithTheOther() {
        aTaskThatTakesLongerThanTheSlowestQuarterRunsASecondTime();

        assertThat(scheduler.failed(1, SPAWN, 1)).isEqualTo(1);

        assertThat(scheduler.holders(SPAWN, 1)).containsExactly(2);
        assertThat(done(2, SPAWN, 1, Duration.ofSeconds(1))).hasSize(1);
    }

    @Test
    void whatAnAgentStillHoldsAfterTheServersDeathIsNotLeasedAndCounts() {
        open(SPAWN, 4);
        scheduler.restoreDone(SPAWN, new IdRange(0, 1));
        scheduler.restoreFailure(SPAWN, 3);
        agents(1, 2);
        scheduler.adopted(1, SPAWN, new IdRange(0, 3), now);

        assertThat(decide()).containsExactly(new Decision.Assign(2, SPAWN, List.of(new IdRange(3, 4))));
        assertThat(done(1, SPAWN, 0, Duration.ofSeconds(1))).isEmpty();
        assertThat(done(1, SPAWN, 1, Duration.ofSeconds(1))).containsExactly(new IdRange(1, 2));
        assertThat(scheduler.failed(2, SPAWN, 3)).isEqualTo(2);
    }

    @Test
    void ofATaskThatTwoAgentsHoldAfterTheServersDeathTheFirstEndCounts() {
        open(SPAWN, 2);
        agents(1, 2);
        scheduler.adopted(1, SPAWN, new IdRange(0, 2), now);
        scheduler.adopted(2, SPAWN, new IdRange(1, 2), now);
        assertThat(decide()).isEmpty();

        assertThat(done(2, SPAWN, 1, Duration.ofMillis(1))).containsExactly(new IdRange(1, 2));

        assertThat(decide()).contains(new Decision.Cancel(1, SPAWN, new IdRange(1, 2)));
        assertThat(done(1, SPAWN, 1, Duration.ofMillis(1))).isEmpty();
        assertThat(done(1, SPAWN, 0, Duration.ofMillis(1))).containsExactly(new IdRange(0, 1));
        assertThat(scheduler.isDone(SPAWN)).isTrue();
    }

    @Test
    void whatWasDecidedForAnAgentThatIsLostMeanwhileIsNotSaid() {
        aTaskThatTakesLongerThanTheSlowestQuarterRunsASecondTime();
        done(1, SPAWN, 1, Duration.ofSeconds(1));

        scheduler.agentLost(2);

        assertThat(decide()).isEmpty();
    }

    @Test
    void aMachineThatIsSaidToBeSlowGetsLessUntilItsRateIsKnown() {
        scheduler.agentJoined(1, 1, 4);
        scheduler.agentJoined(2, 1, 1);
        open(SPAWN, 1_000_000);

        assertThat(leased(decide())).containsExactly(1024, 256);

        scheduler.done(1, SPAWN, new IdRange(0, 1024));
        scheduler.measured(1, SPAWN, 1024, Duration.ofMillis(1024));
        scheduler.done(2, SPAWN, new IdRange(1024, 1280));
        scheduler.measured(2, SPAWN, 256, Duration.ofMillis(256));

        assertThat(leased(decide())).as("both take a millisecond a task").containsExactly(100, 100);
    }

    private static List<Integer> leased(List<Decision> decisions) {
        return decisions.stream()
                .map(decision -> ((Decision.Assign) decision)
                        .tasks().stream().mapToInt(range -> (int) range.count()).sum())
                .toList();
    }

    @Test
    void noTaskRunsASecondTimeWhereThatIsNotWanted() {
        agents(1, 2);
        scheduler.spawnOpened(SPAWN, 2, "kernel", false);
        scheduler.argumentsArrived(SPAWN, 2);
        decide();
        done(1, SPAWN, 0, Duration.ofSeconds(1));

        now += 1000 * SECOND;

        assertThat(decide()).isEmpty();
    }

    @Test
    void aTaskThatHasFailedIsTriedOnAnotherAgent() {
        agents(1, 2);
        open(SPAWN, 2);
        decide();

        scheduler.failed(1, SPAWN, 0);

        assertThat(decide()).isEmpty();
        done(2, SPAWN, 1, Duration.ofMillis(1));
        assertThat(decide()).containsExactly(new Decision.Assign(2, SPAWN, List.of(new IdRange(0, 1))));
    }

    @Test
    void aTaskThatHasFailedIsTriedOnTheSameAgentIfThereIsNoOther() {
        agents(1);
        open(SPAWN, 1);
        decide();

        scheduler.failed(1, SPAWN, 0);

        assertThat(decide()).containsExactly(new Decision.Assign(1, SPAWN, List.of(new IdRange(0, 1))));
    }

    @Test
    void anAgentOnWhichMoreFailsThanOnOthersIsLeftOutForATimeAndTriedAgain() {
        agents(1, 2);
        open(SPAWN, 1000);
        decide();
        long bad = scheduler.holders(SPAWN, 0).get(0);
        for (long task = 0; task < 3; task++) {
            scheduler.failed((int) bad, SPAWN, task);
        }

        assertThat(scheduler.isLeftOut((int) bad)).isTrue();
        assertThat(decide()).noneMatch(decision -> decision.agent() == bad && decision instanceof Decision.Assign);
        now += 11 * SECOND;
        decide();
        assertThat(scheduler.isLeftOut((int) bad)).isFalse();
    }

    @Test
    void nobodyIsLeftOutForAKernelThatFailsEverywhere() {
        agents(1, 2, 3);
        open(SPAWN, 3000);
        decide();
        for (int round = 0; round < 10; round++) {
            for (int agent = 1; agent <= 3; agent++) {
                int of = agent;
                long task = LongStream.range(0, 3000)
                        .filter(id -> scheduler.holders(SPAWN, id).contains(of))
                        .findFirst()
                        .orElseThrow();
                scheduler.failed(agent, SPAWN, task);
            }
        }

        assertThat(List.of(1, 2, 3)).noneMatch(scheduler::isLeftOut);
    }

    @Test
    void twoSpawnsShareTheAgentsAndEachAgentStaysWithOne() {
        for (int agent = 1; agent <= 4; agent++) {
            scheduler.agentJoined(agent, 1);
        }
        open(1, 1_000_000);
        open(2, 1_000_000);

        List<Decision> first = assigned(decide());

        assertThat(first).extracting(Decision::agent).containsExactly(1, 2, 3, 4);
        assertThat(first).extracting(Decision::spawn).containsExactly(1L, 2L, 1L, 2L);
        for (Decision lease : first) {
            for (IdRange range : ((Decision.Assign) lease).tasks()) {
                scheduler.done(lease.agent(), lease.spawn(), range);
            }
        }
        assertThat(assigned(decide())).extracting(Decision::spawn).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void aLeavingAgentGivesBackWhatItHasNotBegunAndGetsNoMore() {
        agents(1, 2);
        open(SPAWN, 1000);
        decide();

        scheduler.agentLeaving(1);

        assertThat(decide()).containsExactly(new Decision.Revoke(1, SPAWN, new IdRange(0, Long.MAX_VALUE)));
        scheduler.returned(1, SPAWN, List.of(new IdRange(0, 1000)));
        assertThat(scheduler.isIdle(1)).isTrue();
        assertThat(decide()).noneMatch(decision -> decision.agent() == 1);
    }

    @Test
    void moreAgentsAreUsefulOnlyWhileThereIsWorkForSomeSeconds() {
        agents(1);
        assertThat(scheduler.usefulAgents()).isZero();
        open(SPAWN, 100);
        decide();

        assertThat(scheduler.usefulAgents()).isEqualTo(100);
        done(1, SPAWN, 0, Duration.ofSeconds(3));
        assertThat(scheduler.usefulAgents()).isEqualTo(99);
        for (long task = 1; task < 90; task++) {
            done(1, SPAWN, task, Duration.ofMillis(1));
            decide();
        }
        assertThat(scheduler.usefulAgents()).isEqualTo(1);
    }

    @Test
    void aSpawnWithMuchLeftIsLeasedInHalves() {
        scheduler.agentJoined(1, 2);
        open(SPAWN, 1000);

        assertThat(decide()).containsExactly(new Decision.Assign(1, SPAWN, List.of(new IdRange(0, 500))));
    }

    @Test
    void aSpawnThatWillTakeNoTimeByWhatTheLastOneOfItsKernelTookIsLeasedWhole() {
        agents(1, 2);
        open(SPAWN, 2);
        decide();
        done(1, SPAWN, 0, Duration.ofMillis(1));
        done(2, SPAWN, 1, Duration.ofMillis(1));
        scheduler.spawnClosed(SPAWN);

        open(SPAWN + 1, 20);

        assertThat(decide())
                .containsExactly(
                        new Decision.Assign(1, SPAWN + 1, List.of(new IdRange(0, 10))),
                        new Decision.Assign(2, SPAWN + 1, List.of(new IdRange(10, 20))));
    }

    @Test
    void anAgentThatTakesLongerThanExpectedIsAskedForWhatItHasNotBegun() {
        aSpawnThatWillTakeNoTimeByWhatTheLastOneOfItsKernelTookIsLeasedWhole();
        for (long task = 0; task < 10; task++) {
            done(1, SPAWN + 1, task, Duration.ofMillis(1));
        }
        now += SECOND / 100;

        assertThat(decide()).isEmpty();
        now += SECOND / 10;

        assertThat(decide()).containsExactly(new Decision.Revoke(2, SPAWN + 1, new IdRange(15, 20)));
    }

    private void agents(int... numbers) {
        for (int number : numbers) {
            scheduler.agentJoined(number, 1);
        }
    }

    private void open(long spawn, long tasks) {
        scheduler.spawnOpened(spawn, tasks);
        scheduler.argumentsArrived(spawn, tasks);
    }

    private List<IdRange> done(int agent, long spawn, long task, Duration busy) {
        List<IdRange> counted = scheduler.done(agent, spawn, new IdRange(task, task + 1));
        scheduler.measured(agent, spawn, 1, busy);
        return counted;
    }

    private List<Decision> decide() {
        return scheduler.decide(now);
    }

    private static List<Decision> assigned(List<Decision> decisions) {
        List<Decision> assigned = new ArrayList<>(decisions);
        assigned.removeIf(decision -> !(decision instanceof Decision.Assign));
        return assigned;
    }
}
