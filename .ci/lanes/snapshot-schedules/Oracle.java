import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.xpack.core.scheduler.Cron;

/**
 * Answers, a line for each line, what Elasticsearch and OpenSearch's job scheduler make of texts. A question is a kind, the
 * text and the name of a zone, both in Base64 after a dot, how many fires are asked for, and the instants after which they
 * are, in milliseconds since 1970 and with commas. An answer is "invalid"; or "value" with milliseconds; or "fires", the
 * offsets of the zone at the instants in milliseconds, and the fires after each, which follow each upon the one before.
 */
public final class Oracle {
    /** The first fire after an instant; empty where there is none. */
    private interface Search {
        OptionalLong next(long after);
    }

    private static final CronParser UNIX = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static Search elasticsearch(String text) {
        Cron cron = new Cron(text);
        return after -> {
            long at = cron.getNextValidTimeAfter(after);
            return at < 0 ? OptionalLong.empty() : OptionalLong.of(at);
        };
    }

    private static Search opensearch(String text, ZoneId zone) {
        ExecutionTime times = ExecutionTime.forCron(UNIX.parse(text));
        return after -> times.nextExecution(Instant.ofEpochMilli(after).atZone(zone))
            .map(at -> OptionalLong.of(at.toInstant().toEpochMilli()))
            .orElseGet(OptionalLong::empty);
    }

    private static String firesAfter(Search search, long instant, int count) {
        List<String> fires = new ArrayList<>();
        OptionalLong at = search.next(instant);
        for (int index = 0; index < count && at.isPresent(); index++) {
            fires.add(Long.toString(at.getAsLong()));
            at = search.next(at.getAsLong());
        }
        return String.join(",", fires);
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text.substring(1)), StandardCharsets.UTF_8);
    }

    private static String joined(long[] instants, java.util.function.LongFunction<String> map, String separator) {
        return Arrays.stream(instants).mapToObj(map).collect(Collectors.joining(separator));
    }

    private static String answer(String question) {
        String[] parts = question.split(" ");
        String text = decoded(parts[1]);
        if (parts[0].equals("value")) return "value " + TimeValue.parseTimeValue(text, "text").millis();
        ZoneId zone = ZoneId.of(decoded(parts[2]));
        int count = Integer.parseInt(parts[3]);
        long[] instants = Arrays.stream(parts[4].split(",")).mapToLong(Long::parseLong).toArray();
        Search search = parts[0].equals("elasticsearch") ? elasticsearch(text) : opensearch(text, zone);
        String offsets = joined(instants, at -> Long.toString(zone.getRules().getOffset(Instant.ofEpochMilli(at)).getTotalSeconds() * 1000L), ",");
        return "fires " + offsets + " " + joined(instants, at -> firesAfter(search, at, count), ";");
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String said;
            try {
                said = answer(line);
            } catch (RuntimeException refused) {
                // Whatever it is, a policy with such a text is not taken.
                said = "invalid";
            }
            out.println(said);
        }
        out.flush();
    }
}
