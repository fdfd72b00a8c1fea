import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;

/**
 * The notes' sample over MapReduce: a hundred tasks, the roots in one array of the driver; prints the milliseconds of
 * each run. MapReduce starts a JVM for each map task and keeps none, so the hundred are records of a few map tasks, as
 * many as the first argument says. They run inside the job's ApplicationMaster, which is the quickest that there is
 * (an uber job): for JVMs of their own the NodeManagers would need a shuffle service, which ours have not.
 */
public final class SqrtMapReduce {
    private static final int TASKS = 100;
    private static final int TASK_NUMBERS = 10_000;
    private static final String MAPS = "sqrt.maps";

    private SqrtMapReduce() {}

    public static void main(String[] words) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setInt(MAPS, Integer.parseInt(words[0]));
        configuration.set("mapreduce.framework.name", "yarn");
        configuration.set("mapreduce.application.classpath", words[2]);
        configuration.set("yarn.app.mapreduce.am.command-opts", words[3]);
        configuration.set("mapred.child.java.opts", words[3]);
        configuration.setInt("yarn.app.mapreduce.am.resource.mb", 512);
        configuration.setInt("mapreduce.map.memory.mb", 512);
        configuration.setInt("mapreduce.task.io.sort.mb", 1);
        configuration.setBoolean("mapreduce.job.ubertask.enable", true);
        FileSystem files = FileSystem.get(configuration);
        for (int run = 0; run < Integer.parseInt(words[1]); run++) {
            Path output = new Path("/bench/mapreduce-" + UUID.randomUUID());
            long began = System.nanoTime();
            Job job = Job.getInstance(configuration, "sqrt");
            job.setJar(words[4]);
            job.setInputFormatClass(Tasks.class);
            job.setMapperClass(Roots.class);
            job.setNumReduceTasks(0);
            job.setOutputFormatClass(SequenceFileOutputFormat.class);
            job.setOutputKeyClass(IntWritable.class);
            job.setOutputValueClass(BytesWritable.class);
            FileOutputFormat.setOutputPath(job, output);
            job.submit();
            while (!job.isComplete()) {
                Thread.sleep(20);
            }
            if (!job.isSuccessful()) {
                throw new IllegalStateException(job.getStatus().getFailureInfo());
            }
            byte[] roots = new byte[TASKS * TASK_NUMBERS * Float.BYTES];
            int taken = 0;
            for (FileStatus part : files.globStatus(new Path(output, "part-*"))) {
                taken += take(configuration, part.getPath(), roots);
            }
            if (taken != TASKS) {
                throw new IllegalStateException(taken + " tasks have answered");
            }
            System.out.printf("%.2f%n", (System.nanoTime() - began) / 1e6);
            files.delete(output, true);
        }
        System.exit(0);
    }

    private static int take(Configuration configuration, Path part, byte[] roots) throws IOException {
        IntWritable task = new IntWritable();
        BytesWritable answer = new BytesWritable();
        int taken = 0;
        try (SequenceFile.Reader in = new SequenceFile.Reader(configuration, SequenceFile.Reader.file(part))) {
            while (in.next(task, answer)) {
                System.arraycopy(answer.getBytes(), 0, roots, task.get() * answer.getLength(), answer.getLength());
                taken++;
            }
        }
        return taken;
    }

    /** A hundred numbers, in as many parts as were asked for. */
    public static final class Tasks extends InputFormat<IntWritable, NullWritable> {
        @Override
        public List<InputSplit> getSplits(JobContext job) {
            int maps = job.getConfiguration().getInt(MAPS, 1);
            List<InputSplit> splits = new ArrayList<>();
            for (int map = 0; map < maps; map++) {
                splits.add(new Part(TASKS * map / maps, TASKS * (map + 1) / maps));
            }
            return splits;
        }

        @Override
        public RecordReader<IntWritable, NullWritable> createRecordReader(InputSplit part, TaskAttemptContext task) {
            return new Numbers();
        }
    }

    /** Tasks of one map task. */
    public static final class Part extends InputSplit implements Writable {
        private int from;
        private int to;

        public Part() {}

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public long getLength() {
            return to - from;
        }

        @Override
        public String[] getLocations() {
            return new String[0];
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeInt(from);
            out.writeInt(to);
        }

        @Override
        public void readFields(DataInput in) throws IOException {
            from = in.readInt();
            to = in.readInt();
        }
    }

    private static final class Numbers extends RecordReader<IntWritable, NullWritable> {
        private Part part = new Part();
        private int next;

        @Override
        public void initialize(InputSplit split, TaskAttemptContext task) {
            part = (Part) split;
            next = part.from - 1;
        }

        @Override
        public boolean nextKeyValue() {
            next++;
            return next < part.to;
        }

        @Override
        public IntWritable getCurrentKey() {
            return new IntWritable(next);
        }

        @Override
        public NullWritable getCurrentValue() {
            return NullWritable.get();
        }

        @Override
        public float getProgress() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** The roots of one task's numbers. */
    public static final class Roots extends Mapper<IntWritable, NullWritable, IntWritable, BytesWritable> {
        @Override
        protected void map(IntWritable task, NullWritable unused, Context context)
                throws IOException, InterruptedException {
            java.nio.ByteBuffer roots = java.nio.ByteBuffer.allocate(TASK_NUMBERS * Float.BYTES);
            for (int i = 0; i < TASK_NUMBERS; i++) {
                roots.putFloat((float) Math.sqrt(task.get() * TASK_NUMBERS + i));
            }
            context.write(task, new BytesWritable(roots.array()));
        }
    }
}
