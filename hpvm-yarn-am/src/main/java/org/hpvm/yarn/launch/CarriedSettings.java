package org.hpvm.yarn.launch;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.ConfigRedactor;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.yarn.settings.HpvmSettings;

/**
 * The settings that travel from the client to the containers: those that differ from Hadoop's defaults, so that server
 * and agents see the cluster as the client did, and all of ours. Secrets stay behind.
 */
public final class CarriedSettings {
    private static final String DEFAULT_FILE = "-default.xml";

    private CarriedSettings() {}

    /**
     * The settings that a container gets.
     *
     * @param root {@code hpvm.root}, made absolute
     */
    public static Map<String, String> of(Configuration configuration, String root) {
        ConfigRedactor redactor = new ConfigRedactor(configuration);
        Map<String, String> carried = new TreeMap<>();
        for (Map.Entry<String, String> entry : configuration) {
            String key = entry.getKey();
            String value = configuration.getRaw(key);
            if (value != null && !isDefault(configuration, key) && value.equals(redactor.redact(key, value))) {
                carried.put(key, value);
            }
        }
        carried.putAll(HpvmSettings.ours(configuration));
        carried.put("hpvm.root", root);
        return carried;
    }

    private static boolean isDefault(Configuration configuration, String key) {
        String[] sources = configuration.getPropertySources(key);
        return sources == null || sources.length == 0 || sources[sources.length - 1].endsWith(DEFAULT_FILE);
    }
}
