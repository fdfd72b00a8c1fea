package org.hpvm.dfs.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.model.ByteRange;
import org.hpvm.proto.share.BaseFileMessage;
import org.hpvm.proto.share.ExtentList;
import org.hpvm.proto.share.ShareVersionMessage;
import org.jspecify.annotations.Nullable;

/** Versions of shares as messages, and back. */
public final class ShareMessages {
    private ShareMessages() {}

    public static ShareVersionMessage message(ShareVersion version) {
        ShareVersionMessage.Builder message = ShareVersionMessage.newBuilder()
                .setNumber(version.number())
                .setExtents(message(version.extents().extents()));
        BaseFile base = version.base();
        if (base != null) {
            message.setBase(message(base));
        }
        return message.build();
    }

    public static ShareVersion version(ShareVersionMessage message) {
        BaseFile base = message.hasBase() ? base(message.getBase()) : null;
        return new ShareVersion(message.getNumber(), base, ExtentMap.layered(extents(message.getExtents())));
    }

    public static BaseFileMessage message(BaseFile base) {
        return BaseFileMessage.newBuilder()
                .setPath(base.path().toString())
                .setBytes(base.bytes())
                .addAllChecksums(base.checksums())
                .build();
    }

    public static BaseFile base(BaseFileMessage message) {
        return new BaseFile(new Path(message.getPath()), message.getBytes(), message.getChecksumsList());
    }

    public static ExtentList message(List<Extent> extents) {
        ExtentList.Builder message = ExtentList.newBuilder();
        Map<RecordPlace, Integer> places = new LinkedHashMap<>();
        for (Extent extent : extents) {
            message.addStart(extent.start());
            message.addLength(extent.range().length());
            message.addPosition(extent.position());
            RecordPlace place = extent.place();
            message.addPlace(place == null ? 0 : places.computeIfAbsent(place, unused -> places.size() + 1));
        }
        for (RecordPlace place : places.keySet()) {
            message.addPlaceSegment(place.segment());
            message.addPlaceOffset(place.offset());
            message.addPlaceLength(place.length());
        }
        return message.build();
    }

    public static List<Extent> extents(ExtentList message) {
        List<RecordPlace> places = new ArrayList<>();
        for (int index = 0; index < message.getPlaceSegmentCount(); index++) {
            places.add(new RecordPlace(
                    message.getPlaceSegment(index), message.getPlaceOffset(index), message.getPlaceLength(index)));
        }
        List<Extent> extents = new ArrayList<>(message.getStartCount());
        for (int index = 0; index < message.getStartCount(); index++) {
            long start = message.getStart(index);
            int place = message.getPlace(index);
            @Nullable RecordPlace source = place == 0 ? null : places.get(place - 1);
            extents.add(new Extent(
                    new ByteRange(start, start + message.getLength(index)), source, message.getPosition(index)));
        }
        return extents;
    }
}
