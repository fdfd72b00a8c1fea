package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hpvm.proto.agent.OutputLine;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.PrintedLine;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {
    private final WatchedOutput output = new WatchedOutput(1_000, 0);

    @Test
    void aLineIsHeldUntilItHasArrived() {
        print(output, "one", "two");
        AwaitReply first = reply(output, AwaitRequest.getDefaultInstance());
        AwaitReply again = reply(output, AwaitRequest.getDefaultInstance());
        print(output, "three");

        assertThat(text(first)).containsExactly("one", "two");
        assertThat(text(again)).containsExactly("one", "two");
        assertThat(text(reply(output, received(first, 2)))).containsExactly("three");
        assertThat(output.hasAfter(received(first, 3))).isFalse();
    }

    @Test
    void whatAnEarlierAttemptOfTheServerHasShownDoesNotHideAnything() {
        AwaitReply earlier = reply(new WatchedOutput(1_000, 0), AwaitRequest.getDefaultInstance());
        print(output, "one", "two");

        assertThat(output.hasAfter(received(earlier, 16))).isTrue();
        assertThat(text(reply(output, received(earlier, 16)))).containsExactly("one", "two");
    }

    @Test
    void whatIsTooMuchIsCounted() {
        WatchedOutput few = new WatchedOutput(1, 0);
        print(few, "1", "2", "3", "4", "5", "6", "7");

        AwaitReply reply = reply(few, AwaitRequest.getDefaultInstance());

        assertThat(reply.getOutputCount()).isEqualTo(5);
        assertThat(reply.getOmitted()).isEqualTo(2);
        assertThat(reply.getOmittedTask()).isEqualTo(7);
    }

    private static void print(WatchedOutput output, String... lines) {
        SpawnOutput.Builder printed = SpawnOutput.newBuilder();
        for (String line : lines) {
            printed.addLines(OutputLine.newBuilder().setTask(7).setText(line));
        }
        output.add("bigboy", printed.build(), 0);
    }

    private static AwaitReply reply(WatchedOutput output, AwaitRequest request) {
        AwaitReply.Builder reply = AwaitReply.newBuilder();
        output.putInto(reply, request);
        return reply.build();
    }

    private static AwaitRequest received(AwaitReply last, long lines) {
        return AwaitRequest.newBuilder()
                .setOutput(lines)
                .setOutputSource(last.getOutputSource())
                .build();
    }

    private static List<String> text(AwaitReply reply) {
        return reply.getOutputList().stream().map(PrintedLine::getText).toList();
    }
}
