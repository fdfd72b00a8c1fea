import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The notes' sample over Spark: a hundred tasks, the roots in one array of the driver; prints the milliseconds of each
 * run, then those of spawning tasks that do nothing.
 */
public final class SqrtSpark {
    private static final int TASKS = 100;
    private static final int TASK_NUMBERS = 10_000;

    private SqrtSpark() {}

    public static void main(String[] words) {
        int runs = Integer.parseInt(words[0]);
        int emptyTasks = Integer.parseInt(words[1]);
        SparkConf settings = new SparkConf().setAppName("sqrt").set("spark.ui.enabled", "false");
        try (JavaSparkContext spark = new JavaSparkContext(settings)) {
            List<Integer> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                tasks.add(task);
            }
            for (int run = 0; run < runs; run++) {
                long began = System.nanoTime();
                List<float[]> parts = spark.parallelize(tasks, TASKS).map(SqrtSpark::roots).collect();
                float[] roots = new float[TASKS * TASK_NUMBERS];
                for (int task = 0; task < TASKS; task++) {
                    System.arraycopy(parts.get(task), 0, roots, task * TASK_NUMBERS, TASK_NUMBERS);
                }
                System.out.printf("sqrt %.2f%n", (System.nanoTime() - began) / 1e6);
            }
            for (int run = 0; run < 3; run++) {
                long began = System.nanoTime();
                spark.parallelize(tasks, emptyTasks).foreachPartition(unused -> {});
                System.out.printf("empty %.0f%n", emptyTasks / ((System.nanoTime() - began) / 1e9));
            }
        }
    }

    private static float[] roots(int task) {
        float[] roots = new float[TASK_NUMBERS];
        for (int i = 0; i < TASK_NUMBERS; i++) {
            roots[i] = (float) Math.sqrt(task * TASK_NUMBERS + i);
        }
        return roots;
    }
}
