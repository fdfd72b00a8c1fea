package org.hpvm.examples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.sdk.SpawnOptions;

/**
 * The parent {@code spawn_trees} in Java: spawns 8 tasks of each tree in turn, with options and an argument that all
 * tasks get, and says what came of it: {@code SpawnTrees TREE[,KEY=VALUE]...[:ARGUMENT] ...}.
 */
public final class SpawnTrees {
    private SpawnTrees() {}

    public static void main(String[] words) throws HpvmException, InterruptedException {
        int[] output = new int[8];
        try (HpvmSession session = HpvmSession.open()) {
            session.share("output", output);
            for (String word : words) {
                String[] parts = word.split(":", 2);
                String[] spawn = parts[0].split(",", -1);
                Arrays.fill(output, 0);
                String said = "";
                int status = 0;
                try {
                    session.spawn(spawn[0], 8, id -> argument(parts), options(spawn))
                            .join();
                } catch (HpvmException e) {
                    status = e.code().status();
                    said = e.getMessage();
                }
                System.out.println(spawn[0].substring(spawn[0].lastIndexOf('/') + 1) + ": " + status + " "
                        + Arrays.stream(output).mapToObj(Integer::toString).collect(Collectors.joining(" ")) + " "
                        + said);
            }
        }
    }

    private static ByteBuffer argument(String[] parts) {
        String text = parts.length > 1 ? parts[1] + "\0" : "";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).order(java.nio.ByteOrder.nativeOrder());
    }

    private static SpawnOptions options(String[] spawn) {
        SpawnOptions options = SpawnOptions.NONE;
        for (int at = 1; at < spawn.length; at++) {
            String[] option = spawn[at].split("=", 2);
            options = options.with(option[0], option[1]);
        }
        return options;
    }
}
