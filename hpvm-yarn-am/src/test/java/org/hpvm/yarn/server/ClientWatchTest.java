package org.hpvm.yarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClientWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final CompletableFuture<ClientWatch.Ending> ending = new CompletableFuture<>();
    private final List<Integer> lost = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private ClientWatch watch(Optional<Duration> idle) {
        return new ClientWatch(PATIENCE, idle, () -> now, ending);
    }

    private void pass(ClientWatch watch, Duration time) {
        now = now.plus(time);
        watch.look(lost::add);
    }

    @Test
    void anApplicationOfOneParentEndsWithIt() {
        ClientWatch watch = watch(Optional.empty());
        watch.joined(1);

        pass(watch, PATIENCE);
        assertThat(ending).isNotDone();
        pass(watch, Duration.ofSeconds(1));

        assertThat(ending.getNow(new ClientWatch.Ending(true, "")).succeeded()).isFalse();
    }

    @Test
    void aSessionGivesUpTheSilentParentAndNoOther() {
        ClientWatch watch = watch(Optional.of(IDLE));
        watch.joined(1);
        watch.joined(2);
        now = now.plus(PATIENCE);
        watch.heard(2);

        pass(watch, Duration.ofSeconds(1));
        pass(watch, Duration.ofSeconds(1));

        assertThat(lost).containsExactly(1);
        assertThat(ending).isNotDone();
    }

    @Test
    void aParentThatWasGivenUpIsNotTakenBack() {
        ClientWatch watch = watch(Optional.of(IDLE));
        watch.joined(1);
        pass(watch, PATIENCE.plusSeconds(1));

        watch.heard(1);
        pass(watch, PATIENCE.plusSeconds(1));

        assertThat(lost).containsExactly(1);
    }

    @Test
    void aSessionEndsOnceItHasHadNoParentForATime() {
        ClientWatch watch = watch(Optional.of(IDLE));
        watch.joined(1);
        watch.left(1);

        pass(watch, IDLE);
        assertThat(ending).isNotDone();
        pass(watch, Duration.ofSeconds(1));

        assertThat(ending.getNow(new ClientWatch.Ending(false, "")).succeeded()).isTrue();
        assertThat(lost).isEmpty();
    }

    @Test
    void aSessionWithAParentThatComputesForLongLivesOn() {
        ClientWatch watch = watch(Optional.of(IDLE));
        watch.joined(1);
        for (int seconds = 0; seconds < 1_000; seconds += 5) {
            pass(watch, Duration.ofSeconds(5));
            watch.heard(1);
        }

        assertThat(ending).isNotDone();
    }

    @Test
    void aSessionWhoseServerWasStartedAgainWaitsForItsParents() {
        ClientWatch watch = watch(Optional.of(Duration.ofSeconds(1)));
        watch.takeOver(Set.of());

        pass(watch, PATIENCE);
        assertThat(ending).isNotDone();
        watch.heard(7);
        pass(watch, PATIENCE);
        assertThat(ending).isNotDone();
        pass(watch, Duration.ofSeconds(1));

        assertThat(lost).containsExactly(7);
    }

    @Test
    void aParentThatDiedWithTheServerIsGivenUp() {
        ClientWatch watch = watch(Optional.of(IDLE));
        watch.takeOver(Set.of(7));

        pass(watch, PATIENCE);
        assertThat(lost).isEmpty();
        pass(watch, Duration.ofSeconds(1));

        assertThat(lost).containsExactly(7);
    }
}
