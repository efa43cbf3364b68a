import { deflateRawSync } from 'node:zlib';
import { encodeBinaryPlist } from './binary-plist.ts';
import { CORE_DATA_EPOCH } from './dates.ts';

/** Photos' record of an edit, beside the render; osxphotos reads the orientation from it. */
export function editRecord(when: number, look: number): Buffer {
  const changes = {
    metadata: { orientation: 1, pixelWidth: 1280, pixelHeight: 960 },
    adjustments: [],
    look,
    versionInfo: {},
  };
  return encodeBinaryPlist({
    adjustmentBaseVersion: 0n,
    adjustmentData: deflateRawSync(Buffer.from(JSON.stringify(changes))),
    adjustmentEditorBundleID: 'com.apple.Photos',
    adjustmentFormatIdentifier: 'com.apple.photo',
    adjustmentFormatVersion: '1.5',
    adjustmentRenderTypes: 0n,
    adjustmentTimestamp: new Date((Math.floor(when) + CORE_DATA_EPOCH) * 1000),
  });
}

/** What the camera writes beside every slow-motion movie: which stretch of it is slow. */
export function slowMotionRecord(when: number): Buffer {
  return encodeBinaryPlist({
    adjustmentBaseVersion: 0n,
    adjustmentData: encodeBinaryPlist({ slowMotion: { rate: 0.125, regions: {} } }),
    adjustmentEditorBundleID: '',
    adjustmentFormatIdentifier: 'com.apple.video.slomo',
    adjustmentFormatVersion: '1.1',
    adjustmentRenderTypes: 24_576n,
    adjustmentTimestamp: new Date((Math.floor(when) + CORE_DATA_EPOCH) * 1000),
  });
}

/** The `.AAE` that a portrait's depth effect is described by. */
export function depthEffectRecord(): Buffer {
  const changes = deflateRawSync(
    Buffer.from(JSON.stringify({ adjustments: [{ identifier: 'DepthEffect', enabled: true }] })),
  );
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
\t<key>adjustmentBaseVersion</key>
\t<integer>0</integer>
\t<key>adjustmentData</key>
\t<data>${changes.toString('base64')}</data>
\t<key>adjustmentEditorBundleID</key>
\t<string>com.apple.camera</string>
\t<key>adjustmentFormatIdentifier</key>
\t<string>com.apple.photo</string>
\t<key>adjustmentFormatVersion</key>
\t<string>1.5</string>
\t<key>adjustmentTimestamp</key>
\t<date>2024-01-01T12:00:00Z</date>
</dict>
</plist>
`);
}
