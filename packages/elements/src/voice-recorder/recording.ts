import type { Voice } from '@tokenim/protocol';
import { takesType } from '@tokenim/protocol/files';
import { resampled } from '../player/waveform.js';
import { withDuration } from './webm.js';

/** Opus at this many bits a second is clear speech. */
const bitRate = 32_000;
/** Milliseconds between two looks at how loud it is. */
const meterInterval = 60;
/** As many peaks as the protocol takes (rule U7). */
const most = 64;
/** Bytes of a recording that is decoded to see how loud it is. */
const readable = 1024 * 1024;
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** What this browser records and the server takes; undefined where the browser does not say, or there is none. */
function typeOf(taken: readonly string[] | undefined): string | undefined {
  return types.find((type) => MediaRecorder.isTypeSupported(type) && takesType(taken, type));
}

/** Whether a server that takes only these types gets anything out of this browser's microphone. */
export function isTaken(taken: readonly string[] | undefined): boolean {
  return !taken || typeOf(taken) !== undefined;
}

/** Why there is no recording. */
export type MicrophoneProblem = 'micDenied' | 'micMissing' | 'micBusy';

export interface Recorded {
  blob: Blob;
  voice: Voice;
  /** It ended by itself: the microphone went away, or it was as long as it may be. */
  because?: 'lost' | 'full';
}

export interface RecordingOptions {
  /** Milliseconds and bytes that it may have. */
  longest: number;
  largest: number;
  /** Media types that the server takes; absent: all. */
  taken?: readonly string[] | undefined;
  /** How loud it is now, 0 to 255. */
  onLevel(levels: readonly number[]): void;
  /** It is over: by `stop`, or by itself. */
  onEnd(recorded: Recorded): void;
}

/** The name of a problem with `getUserMedia`. */
export function problemOf(error: unknown): MicrophoneProblem {
  const { name } = (error ?? {}) as { name?: string };
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'micDenied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'micMissing' : 'micBusy';
}

/**
 * A recording from the microphone. `opening` → `running` → `over`; `cancel` leads to `over` from anywhere, and then
 * nothing is told. The microphone is let go in the moment that it is over.
 */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #chunks: Blob[] = [];
  readonly #levels: number[] = [];
  #stream: MediaStream | undefined;
  #recorder: MediaRecorder | undefined;
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #begun = 0;
  #bytes = 0;
  #because: Recorded['because'];
  #over = false;

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** Milliseconds since it began. */
  get elapsed(): number {
    return this.#begun ? performance.now() - this.#begun : 0;
  }

  /** Resolves when it runs, or was cancelled. Rejects with what the browser says where there is no microphone. */
  async start(): Promise<void> {
    // A page without https has no such thing, as if it were not allowed.
    if (!navigator.mediaDevices) throw new DOMException('no secure context', 'NotAllowedError');
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    this.#stream = stream;
    if (this.#over) {
      this.#letGo();
      return;
    }
    try {
      const recorder = new MediaRecorder(stream, {
        mimeType: typeOf(this.#options.taken),
        audioBitsPerSecond: bitRate,
      });
      this.#recorder = recorder;
      recorder.ondataavailable = ({ data }) => this.#got(data);
      recorder.onstart = () => {
        this.#begun = performance.now();
      };
      recorder.onerror = () => this.stop('lost');
      recorder.onstop = () => void this.#ended();
      for (const track of stream.getTracks()) track.onended = () => this.stop('lost');
      // In pieces, so that its size is known and a browser's crash of the recorder leaves what came before.
      recorder.start(500);
      this.#begun = performance.now();
      this.#watch(stream);
    } catch (error) {
      this.cancel();
      throw error;
    }
  }

  stop(because?: Recorded['because']): void {
    if (this.#recorder?.state !== 'recording') return;
    this.#because = because;
    this.#recorder.stop();
    clearInterval(this.#timer);
  }

  cancel(): void {
    this.#over = true;
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
    this.#letGo();
  }

  #got(data: Blob): void {
    this.#chunks.push(data);
    this.#bytes += data.size;
    // What the last piece brings must fit, too.
    if (this.#bytes > this.#options.largest - bitRate / 4) this.stop('full');
  }

  async #ended(): Promise<void> {
    const duration = Math.min(Math.max(1, Math.round(this.elapsed)), this.#options.longest);
    this.#letGo();
    const raw = new Blob(this.#chunks, { type: this.#recorder!.mimeType });
    // A meter that heard nothing may have been one that did not run.
    const heard = this.#levels.some((level) => level > 0) ? this.#levels : await levelsOf(raw);
    const blob = await withDuration(raw, duration).catch(() => raw);
    if (this.#over) return;
    this.#over = true;
    const because = this.#because;
    this.#options.onEnd({ blob, voice: { duration, peaks: peaksOf(heard) }, ...(because && { because }) });
  }

  /** The meter. Without one it records all the same. */
  #watch(stream: MediaStream): void {
    let samples: Uint8Array<ArrayBuffer> | undefined;
    let analyser: AnalyserNode | undefined;
    try {
      this.#context = new AudioContext();
      analyser = this.#context.createAnalyser();
      analyser.fftSize = 2048;
      samples = new Uint8Array(analyser.fftSize);
      this.#context.createMediaStreamSource(stream).connect(analyser);
      void this.#context.resume().catch(() => {});
    } catch {
      analyser = undefined;
    }
    this.#timer = setInterval(() => {
      if (analyser && samples) {
        analyser.getByteTimeDomainData(samples);
        let loudest = 0;
        for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample - 128));
        this.#levels.push(Math.min(255, loudest * 2));
      }
      this.#options.onLevel(this.#levels);
      if (this.elapsed >= this.#options.longest) this.stop('full');
    }, meterInterval);
  }

  #letGo(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    void this.#context?.close().catch(() => {});
    this.#context = undefined;
  }
}

/** Levels in as many steps as may travel, the loudest at the top. */
function peaksOf(levels: readonly number[]): number[] {
  const loudest = levels.reduce((a, b) => Math.max(a, b), 0) || 1;
  const count = Math.min(most, levels.length);
  return resampled(levels, count).map((level) => Math.round((level / loudest) * 255));
}

/** Levels of what was recorded, by its bytes; none where that would need much memory. */
async function levelsOf(blob: Blob): Promise<number[]> {
  if (blob.size > readable) return [];
  try {
    const bytes = await blob.arrayBuffer();
    const samples = (await new OfflineAudioContext(1, 1, 8000).decodeAudioData(bytes)).getChannelData(0);
    const step = Math.ceil(samples.length / most);
    const levels: number[] = [];
    for (let at = 0; at < samples.length; at += step)
      levels.push(samples.subarray(at, at + step).reduce((a, b) => Math.max(a, Math.abs(b)), 0));
    return levels;
  } catch {
    return [];
  }
}
