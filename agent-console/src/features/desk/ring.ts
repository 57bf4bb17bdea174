/** Two notes, made here: no file to fetch, and quiet enough to hear fifty times a day. */
const NOTES_HZ = [660, 880];
const NOTE_S = 0.16;
const LOUDNESS = 0.08;

let audio: AudioContext | undefined;

export function ring(): void {
  audio ??= new AudioContext();
  // A browser keeps a page silent until somebody has touched it; an offer before that is seen, not heard.
  if (audio.state === 'suspended') void audio.resume();
  for (const [index, hz] of NOTES_HZ.entries()) {
    const start = audio.currentTime + index * NOTE_S;
    const tone = new OscillatorNode(audio, { type: 'sine', frequency: hz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S * 2);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + NOTE_S * 2);
  }
}
