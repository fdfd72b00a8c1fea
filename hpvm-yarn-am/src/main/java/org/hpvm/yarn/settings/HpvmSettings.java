package org.hpvm.yarn.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.hpvm.container.agent.AgentSettings;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.settings.SettingsReader;
import org.hpvm.yarn.placement.Placement;

/**
 * All settings of HPVM, read once; what each means is in {@code hpvm-default.xml}.
 *
 * @param hosts the host file's path; empty if it is not set
 * @param watchedLines how many lines a second of what tasks print are shown at the parent; 0: none
 * @param archiveTime how long the making of archives of loaded classes may take; zero if there are to be none
 */
public record HpvmSettings(
        String root,
        String hosts,
        String queue,
        Placement placement,
        ByteSize serverMemory,
        int serverAttempts,
        Duration serverAttemptsInterval,
        Duration serverPatience,
        ByteSize agentMemory,
        ByteSize agentHeap,
        FleetSize fleetSize,
        Duration agentsPatience,
        Duration agentTimeout,
        Duration clientTimeout,
        Duration sessionIdle,
        List<String> javaOptions,
        Duration archiveTime,
        Path machineCache,
        Path memoryDirectory,
        double memoryShare,
        ByteSize segment,
        ByteSize mostInReport,
        ByteSize argumentsWindow,
        SweepTerms sweep,
        UpkeepTerms upkeep,
        TaskLimits taskLimits,
        int watchedLines,
        ProgressMode progress) {

    private static final String DEFAULTS = "hpvm-default.xml";
    private static final String SITE = "hpvm-site.xml";
    private static final Duration SHORTEST_GRACE = Duration.ofMillis(100);

    /** Hadoop's configuration with our defaults and {@code hpvm-site.xml}. */
    public static Configuration configuration() {
        Configuration configuration = new YarnConfiguration();
        configuration.addResource(DEFAULTS);
        configuration.addResource(SITE);
        return configuration;
    }

    /**
     * Reads the settings.
     *
     * @throws HpvmException naming every setting that is wrong or unknown
     */
    public static HpvmSettings read(Configuration configuration) throws HpvmException {
        return read(ours(configuration));
    }

    /** Reads the settings from text, by their keys. */
    public static HpvmSettings read(Map<String, String> values) throws HpvmException {
        SettingsReader reader = new SettingsReader(values);
        ByteSize none = new ByteSize(0);
        AgentSettings agent = AgentSettings.read(reader);
        HpvmSettings settings = new HpvmSettings(
                agent.root(),
                reader.text("hpvm.hosts"),
                reader.text("hpvm.queue"),
                reader.read("hpvm.placement", Placement::parse, Placement.AUTO),
                reader.read("hpvm.server.memory", ByteSize::parse, none),
                reader.number("hpvm.server.attempts", 1),
                reader.duration("hpvm.server.attempts.interval"),
                agent.serverPatience(),
                reader.read("hpvm.agent.memory", ByteSize::parse, none),
                reader.read("hpvm.agent.heap", ByteSize::parse, none),
                fleetSize(reader),
                reader.duration("hpvm.agents.patience"),
                reader.duration("hpvm.agent.timeout"),
                reader.duration("hpvm.client.timeout"),
                reader.duration("hpvm.session.idle"),
                reader.words("hpvm.java.options"),
                reader.duration("hpvm.java.archives"),
                agent.machineCache(),
                agent.memoryDirectory(),
                agent.memoryShare(),
                agent.segment(),
                agent.mostInReport(),
                reader.read("hpvm.arguments.window", ByteSize::parse, none),
                new SweepTerms(
                        reader.read("hpvm.sweep", SettingsReader::parseSwitch, false),
                        reader.duration("hpvm.sweep.youth"),
                        reader.duration("hpvm.sweep.disuse")),
                upkeep(reader),
                new TaskLimits(
                        reader.number("hpvm.task.attempts", 1),
                        reader.duration("hpvm.task.time"),
                        reader.read("hpvm.task.memory", ByteSize::parse, none),
                        reader.read("hpvm.task.output", ByteSize::parse, none),
                        reader.read("hpvm.task.copies", SettingsReader::parseSwitch, false)),
                watchedLines(reader),
                reader.read("hpvm.progress", ProgressMode::parse, ProgressMode.AUTO));
        reader.refuseUnknown(reader.keysRead());
        reader.throwIfFaulty();
        return settings;
    }

    /** Directory on each machine for archives of loaded classes; empty if there are to be none. */
    public Optional<Path> archives() {
        return archiveTime.isZero() ? Optional.empty() : Optional.of(machineCache.resolve("classes"));
    }

    private static int watchedLines(SettingsReader reader) {
        int total = reader.number("hpvm.output.live.total", 0);
        return reader.read("hpvm.output.live", SettingsReader::parseSwitch, false) ? total : 0;
    }

    private static UpkeepTerms upkeep(SettingsReader reader) {
        Duration grace = reader.duration("hpvm.compaction.grace");
        if (grace.compareTo(SHORTEST_GRACE) < 0) {
            reader.fault("hpvm.compaction.grace: less than " + SHORTEST_GRACE.toMillis() + "ms");
        }
        return new UpkeepTerms(reader.read("hpvm.compaction.least", ByteSize::parse, new ByteSize(0)), grace);
    }

    private static FleetSize fleetSize(SettingsReader reader) {
        int least = reader.number("hpvm.agents.min", 0);
        int most = reader.number("hpvm.agents.max", 1);
        if (least > most) {
            reader.fault("hpvm.agents.min: " + least + " is more than hpvm.agents.max, " + most);
        }
        return new FleetSize(Math.min(least, most), most, reader.duration("hpvm.agents.idle"));
    }

    /** The settings that begin with {@code hpvm.}, with variables filled in. */
    public static Map<String, String> ours(Configuration configuration) {
        Map<String, String> ours = new TreeMap<>();
        configuration.forEach(entry -> {
            if (entry.getKey().startsWith("hpvm.")) {
                ours.put(entry.getKey(), configuration.get(entry.getKey(), ""));
            }
        });
        return ours;
    }

    /** Keys of all settings there are. */
    public static Set<String> keys() {
        Configuration defaults = new Configuration(false);
        defaults.addResource(DEFAULTS);
        return ours(defaults).keySet();
    }
}
