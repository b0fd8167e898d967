let context: AudioContext | undefined;

/** Two soft notes, made here: nothing to fetch, nothing that a policy on media would have to allow. */
export async function playTone(): Promise<void> {
  // Before anything was pressed a browser refuses, and some say so in the console.
  if (typeof AudioContext === 'undefined' || navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  if (context.state !== 'running') {
    // Where it may not start it stays pending; a note that comes late is worse than none.
    const asked = Date.now();
    await context.resume();
    if (Date.now() - asked > 1_000) return;
  }
  note(context, 659, 0);
  note(context, 988, 0.09);
}

/** @param pitch in Hz @param after in seconds */
function note(audio: AudioContext, pitch: number, after: number): void {
  const start = audio.currentTime + after;
  const end = start + 0.32;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.12, start + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  gain.connect(audio.destination);
  const tone = audio.createOscillator();
  tone.frequency.value = pitch;
  tone.connect(gain);
  tone.start(start);
  tone.stop(end);
}
