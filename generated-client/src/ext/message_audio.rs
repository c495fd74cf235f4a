// part coze

//! Speech in messages, as bytes.
// Extends: Message

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::error::Error;
use crate::types::Message;
use crate::{ErrorKind, Result};

/// Some servers leave out the padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Message {
    /// The audio of a message, as in [`ChatEvent::AudioDelta`](crate::types::ChatEvent::AudioDelta): its content, decoded from base64.
    ///
    /// The format is the one that the chat was asked for: 16-bit samples at 24 kHz, one channel ([`pcm_to_wav`](crate::pcm_to_wav)
    /// makes a WAV file of them), or Opus.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the content is not base64, as in a text message.
    #[doc(alias = "get_audio")]
    #[inline]
    pub fn audio(&self) -> Result<Vec<u8>> {
        LENIENT.decode(self.content.trim()).map_err(|cause| {
            let what = "the content of the message is not speech in base64";
            Error::new(ErrorKind::Decode, what).with_source(cause)
        })
    }
}

/// Makes a WAV file of raw samples: 16 bits each, little-endian, the channels interleaved.
///
/// ```
/// let silence = [0; 48_000]; // a second at 24 kHz
/// let file = coze_client::pcm_to_wav(&silence, 24_000, 1);
/// assert_eq!(file.len(), 44 + 48_000);
/// ```
#[doc(alias = "write_pcm_to_wav_file")]
#[must_use]
#[inline]
pub fn pcm_to_wav(samples: &[u8], sample_rate: u32, channels: u16) -> Vec<u8> {
    const BYTES: u16 = 2;
    // The format has a size field of 32 bits; players read longer files to their end.
    let size = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    let frame = channels.saturating_mul(BYTES);
    let rate = sample_rate.saturating_mul(u32::from(frame));
    let mut wav = Vec::with_capacity(44 + samples.len());
    wav.extend(b"RIFF");
    wav.extend(size(samples.len().saturating_add(36)).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(channels.to_le_bytes());
    wav.extend(sample_rate.to_le_bytes());
    wav.extend(rate.to_le_bytes());
    wav.extend(frame.to_le_bytes());
    wav.extend((BYTES * 8).to_le_bytes());
    wav.extend(b"data");
    wav.extend(size(samples.len()).to_le_bytes());
    wav.extend(samples);
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(content: &str) -> Message {
        serde_json::from_value(serde_json::json!({"content": content})).unwrap()
    }

    #[test]
    fn speech_comes_out_of_base64() {
        for content in ["AAEC/w==", "AAEC/w"] {
            assert_eq!(message(content).audio().unwrap(), [0, 1, 2, 255]);
        }
        let error = message("Hello, world").audio().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }

    #[test]
    fn a_wav_file_says_what_is_in_it() {
        let wav = pcm_to_wav(&[1, 2, 3, 4], 24_000, 2);
        let number = |at: usize| u32::from_le_bytes(wav[at..at + 4].try_into().unwrap());
        assert_eq!(
            (&wav[..4], &wav[8..16], &wav[36..40]),
            (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..])
        );
        assert_eq!(number(4) as usize, wav.len() - 8);
        // PCM, two channels; rate; bytes a second; bytes a frame, bits a sample; bytes of samples.
        let fields = [20, 24, 28, 32, 40].map(number);
        assert_eq!(fields, [0x0002_0001, 24_000, 96_000, 0x0010_0004, 4]);
        assert_eq!(wav[44..], [1, 2, 3, 4]);
    }
}
