package org.hpvm.minicluster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.UnmanagedApplication;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

@Timeout(120)
class HpvmClusterIT {
    @Test
    void failsTheTestThatLeaksAndNotTheNext() {
        PrintStream usual = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Events tests;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(Leaking.class))
                    .execute()
                    .testEvents();
        } finally {
            System.setErr(usual);
        }

        tests.assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("leavesAProcess"),
                                finishedWithFailure(
                                        message(text -> text.contains("processes: ") && text.contains("sleep 64")))))
                .haveExactly(
                        1,
                        event(
                                test("leavesAStagingDirectory"),
                                finishedWithFailure(message(
                                        text -> text.endsWith("HDFS paths: /user/ann/.hpvm/apps/application_1_1")))))
                .haveExactly(1, event(test("leavesNothing"), finishedSuccessfully()));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("one on each machine")
                .contains("60\n");
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static final class Leaking {
        @RegisterExtension
        static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMemory(512));

        @Test
        @Order(1)
        void leavesAProcess(EmbeddedCluster cluster, Configuration configuration) throws Exception {
            // A session of its own: the NodeManager, which signals the container's process group, does not reach it.
            String command = "setsid sleep 64 >/dev/null 2>&1 & seq 1 60";

            new UnmanagedApplication(configuration)
                    .run(List.of(cluster.plan().machines().get(0).address()), command + " 1><LOG_DIR>/stdout");
        }

        @Test
        @Order(2)
        void leavesAStagingDirectory(Configuration configuration) throws Exception {
            try (FileSystem files = FileSystem.newInstance(configuration)) {
                files.mkdirs(new Path("/user/ann/.hpvm/apps/application_1_1"));
            }
        }

        @Test
        @Order(3)
        void leavesNothing(Configuration configuration) throws Exception {
            try (FileSystem files = FileSystem.newInstance(configuration)) {
                files.mkdirs(new Path("/user/ann/.hpvm/kernels/abc"));
            }
        }
    }
}
