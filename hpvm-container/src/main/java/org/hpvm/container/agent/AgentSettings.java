package org.hpvm.container.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.settings.SettingsReader;

/**
 * The settings that an agent reads; what each means is in {@code hpvm-default.xml}.
 *
 * @param root {@code hpvm.root}, in HDFS
 * @param launchers words before the kernels of an architecture, or of an architecture-os
 * @param liveLines how many lines a second of what this machine's tasks print are shown
 */
public record AgentSettings(
        String root,
        Path machineCache,
        ByteSize kernelCache,
        Path memoryDirectory,
        double memoryShare,
        ByteSize ring,
        ByteSize replicated,
        ByteSize segment,
        ByteSize mostInReport,
        Duration serverPatience,
        List<String> workerEnvironment,
        Map<String, List<String>> launchers,
        int liveLines) {

    private static final String LAUNCHER = "hpvm.machine.launcher.";

    /** Reads the settings without ending the reading, so that others can be read too. */
    public static AgentSettings read(SettingsReader settings) {
        ByteSize none = new ByteSize(0);
        return new AgentSettings(
                settings.text("hpvm.root"),
                settings.read("hpvm.machine.cache", Path::of, Path.of("")),
                settings.read("hpvm.machine.cache.kernels", ByteSize::parse, none),
                settings.read("hpvm.shares.memory.directory", Path::of, Path.of("")),
                settings.read("hpvm.shares.memory.share", AgentSettings::share, 0.0),
                settings.read("hpvm.worker.ring", AgentSettings::ring, none),
                settings.read("hpvm.shares.replicated", ByteSize::parse, none),
                settings.read("hpvm.segment.size", ByteSize::parse, none),
                settings.read("hpvm.report.inline", AgentSettings::inline, none),
                settings.duration("hpvm.server.patience"),
                settings.words("hpvm.worker.environment"),
                settings.wordsByName(LAUNCHER),
                settings.number("hpvm.output.live.machine", 0));
    }

    /** Reads the settings alone. */
    static AgentSettings readAll(SettingsReader settings) throws HpvmException {
        AgentSettings read = read(settings);
        settings.throwIfFaulty();
        return read;
    }

    private static double share(String text) {
        double share = Double.parseDouble(text);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("not from 0 to 1: " + text);
        }
        return share;
    }

    /** What is in reports and requests is in entries of the journal, of which one has 64 MiB at the most. */
    private static ByteSize inline(String text) {
        ByteSize size = ByteSize.parse(text);
        if (size.bytes() > 16 << 20) {
            throw new IllegalArgumentException("not from 0 to 16m: " + text);
        }
        return size;
    }

    private static ByteSize ring(String text) {
        ByteSize size = ByteSize.parse(text);
        if (size.bytes() < 4096 || size.bytes() > 1 << 30 || size.bytes() % 8 != 0) {
            throw new IllegalArgumentException("not from 4k to 1g in steps of 8 bytes: " + text);
        }
        return size;
    }
}
