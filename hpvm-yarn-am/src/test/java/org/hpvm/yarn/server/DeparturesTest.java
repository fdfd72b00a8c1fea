package org.hpvm.yarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final int AGENT = 3;
    private static final Instant START = Instant.EPOCH;

    private final Departures departures = new Departures();

    @Test
    void anAgentThatIsToGoIsToldSoOnceAndOnlyWhenItHasNoWork() {
        departures.seen(AGENT, false, START);
        assertThat(departures.begin(AGENT, "its machine goes")).isTrue();
        assertThat(departures.begin(AGENT, "another reason")).isFalse();
        assertThat(departures.dismissal(AGENT)).isEmpty();

        departures.seen(AGENT, true, START.plusSeconds(1));

        assertThat(departures.dismissal(AGENT)).contains("its machine goes");
        assertThat(departures.dismissal(AGENT)).isEmpty();
    }

    @Test
    void workInBetweenEndsTheTimeWithoutWork() {
        departures.seen(AGENT, true, START);
        departures.seen(AGENT, false, START.plusSeconds(50));
        departures.seen(AGENT, true, START.plusSeconds(51));

        assertThat(departures.isIdleFor(AGENT, Duration.ofMinutes(1), START.plusSeconds(110)))
                .isFalse();
        assertThat(departures.isIdleFor(AGENT, Duration.ofMinutes(1), START.plusSeconds(111)))
                .isTrue();
    }

    @Test
    void anAgentThatStaysIsNotToldToEnd() {
        departures.seen(AGENT, true, START);

        assertThat(departures.isGoing(AGENT)).isFalse();
        assertThat(departures.dismissal(AGENT)).isEmpty();
    }
}
